import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { PathCase, TemplateCase } from './cases.js'

/** What an engine made of a case: text, or a failure. */
export type Outcome = { readonly output: string } | { readonly error: string }

/** The reference engines: Apache Velocity 1.7 with the service's settings, Jayway JsonPath. */
export interface Reference {
  /** Renders a template, or reads a path; what a path leads to is answered as JSON text. */
  ask(question: TemplateCase | PathCase): Promise<Outcome>
  /** Whether Jayway is older than 2.1, as Debian's is: it has no functions and other rules for missing values. */
  readonly hasOldPaths: boolean
  close(): void
}

const RUN = fileURLToPath(new URL('run.sh', import.meta.url))
const JARS = ['velocity', 'json-path', 'json-smart', 'accessors-smart', 'asm', 'commons-lang', 'commons-collections3']

/** What the reference engines need and is not on this machine. */
export function missingParts(): string[] {
  const tools = ['java', 'javac'].filter((tool) => spawnSync(tool, ['-version']).status !== 0)
  if (process.env['ORACLE_CLASSPATH'] !== undefined) return tools
  return [...tools, ...JARS.map((name) => `/usr/share/java/${name}.jar`).filter((jar) => !existsSync(jar))]
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: Error) => void
}

/** Starts the reference engines in a process of their own; they answer line by line, in order. */
export async function startReference(): Promise<Reference> {
  const child = spawn('sh', [RUN], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: Waiting[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(readOutcome(line)))
  child.on('close', (code) => {
    for (const { reject } of waiting) reject(new Error(`The reference engine ended with ${code}`))
  })
  const ask = (question: object): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  const probe = await ask({ path: '$.length()', json: '[1]' })
  return { ask, hasOldPaths: 'error' in probe, close: () => child.stdin.end() }
}

const VALUE = '{"value":'

// The value of a path is left as the text that it came in: how its numbers are written is part of the answer.
function readOutcome(line: string): Outcome {
  return line.startsWith(VALUE) ? { output: line.slice(VALUE.length, -1) } : (JSON.parse(line) as Outcome)
}
