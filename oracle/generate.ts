// Gives random templates and paths to this engine and to the reference engines, and prints where they differ, shrunk.
// npm run oracle -- [--count N] [--seed S] [--only templates|paths]
import { parseArgs } from 'node:util'
import type { Comparison } from './compare.js'
import { comparePaths, compareTemplates } from './compare.js'
import { missingParts, startReference } from './reference.js'

const OPTIONS = { count: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } } as const

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** @returns how many differences nothing explains */
function report(what: string, { cases, refused, known, unexplained }: Comparison<object>): number {
  for (const { given, ours, theirs } of unexplained) {
    print(
      `given     ${JSON.stringify(given)}\nours      ${JSON.stringify(ours)}\nreference ${JSON.stringify(theirs)}\n`,
    )
  }
  print(`${cases} ${what}, ${refused} refused by both: ${unexplained.length} unexplained differences`)
  for (const [id, count] of known) print(`  ${id}: ${count}`)
  return unexplained.length
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS })
  const budget = { count: Number(values.count ?? 2000), seed: Number(values.seed ?? Date.now() | 0) }
  const missing = missingParts()
  if (missing.length > 0) {
    print(`The reference engine is not here (missing: ${missing.join(', ')}): nothing was compared.`)
    return 0
  }
  const reference = await startReference()
  print(`seed ${budget.seed}`)
  let differences = 0
  if (values.only !== 'paths') differences += report('templates', await compareTemplates(reference, budget))
  if (values.only !== 'templates') differences += report('paths', await comparePaths(reference, budget))
  reference.close()
  return differences === 0 ? 0 : 1
}

process.exitCode = await main()
