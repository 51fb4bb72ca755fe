import { writeFile } from 'node:fs/promises'
import { copyDifferences } from '../tests/conformance/runner/copy-state.js'
import { loadCases } from '../tests/conformance/runner/load-cases.js'
import { OWN_CASES, readOptions, USAGE, type ConformanceOptions } from '../tests/conformance/runner/options.js'
import {
  describeFailure,
  describeSkipped,
  describeTable,
  describeTotals,
  totalsOf,
} from '../tests/conformance/runner/report.js'
import { runCase } from '../tests/conformance/runner/run-case.js'
import type { CaseResult } from '../tests/conformance/runner/types.js'

async function main(): Promise<number> {
  const options = commandLine(process.argv.slice(2))
  if (options === undefined) return 2
  if (options.help) {
    console.log(USAGE)
    return 0
  }
  const results = await runAll(options)
  if (options.json !== undefined) {
    await writeFile(options.json, `${JSON.stringify({ totals: totalsOf(results), results }, null, 2)}\n`)
  }
  for (const result of results) if (result.status === 'failed') console.log(`${describeFailure(result)}\n`)
  console.log(describeTable(results))
  const skipped = describeSkipped(results)
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.join('\n')}`)
  if (options.paths.includes(OWN_CASES)) noticeOldCopy()
  const totals = totalsOf(results)
  console.log(`\n${describeTotals(totals)}`)
  return totals.failed > 0 || results.length === 0 ? 1 : 0
}

async function runAll({ paths, only }: ConformanceOptions): Promise<CaseResult[]> {
  const cases = await loadCases(paths)
  const results: CaseResult[] = []
  for (const loaded of cases) {
    if (only === undefined || only.test(loaded.id)) results.push(await runCase(loaded))
  }
  return results
}

function noticeOldCopy(): void {
  const differences = copyDifferences()
  if (differences.length === 0) return
  console.log(`\nNotice: the copy of the cases is not what ../shared/conformance holds (npm run conformance:pull):`)
  for (const line of differences) console.log(`  ${line}`)
}

function commandLine(args: readonly string[]): ConformanceOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    return undefined
  }
}

// A promise that some part of the library dropped must not end the run: the case it belongs to has been judged.
process.on('unhandledRejection', (error) => console.error('A rejection that nobody handled:', error))
process.exitCode = await main()
// A gateway under test may hold sockets or timers; the run is over.
process.exit()
