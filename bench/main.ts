// Ratios side by side for the targets that this library is held to.
// npm run bench -- [--only REGEX] [--json FILE] [--strict]
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compileBench } from './compile.js'
import { type ComparisonResult, format, type Verdict } from './harness.js'
import { ROWS } from './rows/index.js'

/** Programs of their own that print more than the rows do; each runs when it is there. */
const PROGRAMS = ['templates', 'throttle', 'cache', 'auth']

const USAGE = `npm run bench -- [--only REGEX] [--json FILE] [--strict]

  --only REGEX   runs the parts whose names match: ${[...Object.keys(ROWS), ...PROGRAMS].join(', ')}
  --json FILE    writes the figures to FILE
  --strict       exits with 1 when a target is missed`

interface BenchOptions {
  readonly only: RegExp
  readonly json: string | undefined
  readonly strict: boolean
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) return 2
  const compiled = await compileBench()
  const results: ComparisonResult[] = []
  for (const name of Object.keys(ROWS)) if (options.only.test(name)) results.push(...(await runRow(compiled, name)))
  const verdicts = results.flatMap((result) => result.verdicts)
  printVerdicts(verdicts)
  if (options.json !== undefined) {
    const machine = { node: process.version, cpus: cpus().length, load: loadavg() }
    await writeFile(options.json, `${JSON.stringify({ machine, results }, null, 2)}\n`)
  }
  for (const name of PROGRAMS) if (options.only.test(name)) await runProgram(compiled, name)
  return options.strict && verdicts.some(({ holds }) => !holds) ? 1 : 0
}

function readOptions(): BenchOptions | undefined {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, json: { type: 'string' }, strict: { type: 'boolean' } },
    })
    return { only: new RegExp(values.only ?? ''), json: values.json, strict: values.strict === true }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`)
    return undefined
  }
}

// Without what this process was started with: the compiled bench is run by Node alone.
const FLAGS = { execArgv: ['--expose-gc'] }

function runRow(compiled: URL, name: string): Promise<ComparisonResult[]> {
  return new Promise((resolve, reject) => {
    let results: ComparisonResult[] | undefined
    const child = fork(new URL('run-row.js', compiled), [name], FLAGS)
    child.on('message', (message) => (results = message as ComparisonResult[]))
    child.on('error', reject)
    child.on('close', (code) => {
      if (results === undefined) reject(new Error(`${name} ended with ${code} and no figures`))
      else resolve(results)
    })
  })
}

function runProgram(compiled: URL, name: string): Promise<void> {
  const file = fileURLToPath(new URL(`${name}.js`, compiled))
  if (!existsSync(file)) return Promise.resolve()
  console.log(`\n# bench/${name}.ts`)
  return new Promise((resolve, reject) => {
    const child = fork(file, [], FLAGS)
    child.on('error', reject)
    child.on('close', (code) => {
      // A program may lack what it needs (a Redis); the figures of the rows stand without it.
      if (code !== 0) console.log(`bench/${name}.ts ended with ${code}`)
      resolve()
    })
  })
}

function printVerdicts(verdicts: readonly Verdict[]): void {
  if (verdicts.length === 0) return
  console.log('\n| row | ratio | target | measured | p10–p90 | holds |\n| --- | --- | ---: | ---: | --- | --- |')
  for (const { row, candidate, over, most, unit, ratio, holds } of verdicts) {
    const figures = [`≤ ${format(most)}`, format(ratio.median), `${format(ratio.p10)}–${format(ratio.p90)}`]
    const what = `${candidate} / ${over}${unit === undefined ? '' : ` (${unit})`}`
    console.log(`| ${row} | ${what} | ${figures.join(' | ')} | ${holds ? 'yes' : 'no'} |`)
  }
  const held = verdicts.filter(({ holds }) => holds).length
  console.log(`\n${held} of ${verdicts.length} targets hold (load ${(loadavg()[0] ?? 0).toFixed(1)}).`)
}

process.exitCode = await main()
