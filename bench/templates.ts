// Mapping templates against the same text made by hand, and against velocityjs' own renderer.
// Run: npx tsx bench/templates.ts
import { Compile, parse } from 'velocityjs'
import type { TemplateInput, TemplateScope } from '../src/transformer/template/index.js'
import { createTemplateContext, parseTemplate } from '../src/transformer/template/index.js'
import { escapeJavaScript } from '../src/transformer/template/objects/util.js'
import { largeCase, mediumCase, smallCase } from './templates-cases.js'
import type { TemplateCase } from './templates-cases.js'

const ROUNDS = 9
const ROUND_MILLISECONDS = 60
const BATCH = 24

/** Renders the payload of this turn. */
type Candidate = (turn: number) => string

/** Median time of one call in microseconds, by candidate; all take turns in each round. */
function measure(candidates: Record<string, Candidate>): Record<string, number> {
  const times: Record<string, number[]> = {}
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, candidate] of Object.entries(candidates)) {
      const time = timeOf(candidate)
      if (round >= 0) (times[name] ??= []).push(time)
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, all.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN]),
  )
}

let kept = 0

function timeOf(candidate: Candidate): number {
  const start = performance.now()
  let calls = 0
  let now = start
  while (now - start < ROUND_MILLISECONDS) {
    // Reading characters forces the text into one piece, as sending it would: without that V8 makes no text at all.
    for (let turn = 0; turn < BATCH; turn++) {
      const text = candidate(turn)
      kept += text.charCodeAt(0) + text.charCodeAt(text.length >> 1)
    }
    calls += BATCH
    now = performance.now()
  }
  return ((now - start) * 1000) / calls
}

function scopeOf(given: TemplateCase, body: string): TemplateScope {
  const values = new Map(Object.entries(given.context))
  const context = createTemplateContext({ get: (name) => values.get(name), keys: () => values.keys() })
  const input: TemplateInput = { body, params: { path: {}, querystring: {}, header: {}, ...given.params } }
  return { input, context, stageVariables: given.stageVariables }
}

/** The payload is parsed already and stands as a variable: what is measured is the rendering alone. */
function readyScope(given: TemplateCase, body: string): TemplateScope {
  const root: unknown = JSON.parse(body)
  return { ...scopeOf(given, body), variables: { root } }
}

function velocityContext(given: TemplateCase, body: string): Record<string, unknown> {
  const root: unknown = JSON.parse(body)
  return {
    root,
    input: { path: () => root, params: () => given.params },
    context: given.context,
    stageVariables: given.stageVariables,
    util: { escapeJavaScript },
  }
}

const HAND = 'by hand'
const HAND_PARSED = 'by hand with JSON.parse'
const READY = 'ours, context ready'
const WHOLE = 'ours, end to end'
const VELOCITY = 'velocityjs, reused renderer'
const READY_TARGET = 3
const VELOCITY_TARGET = 10

function report(given: TemplateCase): void {
  const { bodies } = given
  const byHand = (document: unknown): string => given.byHand(document)
  const at = <Value>(values: readonly Value[], turn: number): Value => values[turn % values.length] as Value
  const ours = parseTemplate(given.template)
  const oursReady = parseTemplate(given.readyTemplate)
  const theirs = new Compile(parse(given.readyTemplate))
  const contexts = bodies.map((body) => velocityContext(given, body))
  const ready = bodies.map((body) => readyScope(given, body))
  const documents = bodies.map((body): unknown => JSON.parse(body))
  for (const [turn, body] of bodies.entries()) {
    const texts = [ours.render(scopeOf(given, body)), oursReady.render(at(ready, turn))]
    if (texts.some((text) => text !== byHand(documents[turn]))) throw new Error(`${given.name}: the outputs differ`)
  }
  const times = measure({
    [HAND]: (turn) => byHand(at(documents, turn)),
    [HAND_PARSED]: (turn) => byHand(JSON.parse(at(bodies, turn))),
    [READY]: (turn) => oursReady.render(at(ready, turn)),
    [WHOLE]: (turn) => ours.render(scopeOf(given, at(bodies, turn))),
    [VELOCITY]: (turn) => theirs.render(at(contexts, turn)),
  })
  print(given, times)
}

function print(given: TemplateCase, times: Record<string, number>): void {
  const ratio = (name: string, base: string): number => (times[name] ?? Number.NaN) / (times[base] ?? Number.NaN)
  console.log(`\n${given.name}`)
  for (const [name, time] of Object.entries(times)) {
    const ratios = [HAND, HAND_PARSED].map((base) => `${ratio(name, base).toFixed(2).padStart(7)} x ${base}`)
    console.log(`  ${name.padEnd(28)} ${time.toFixed(2).padStart(9)} µs  ${ratios.join('  ')}`)
  }
  const [slower, faster] = [ratio(READY, HAND), ratio(VELOCITY, READY)]
  const says = (holds: boolean): string => (holds ? 'holds' : 'does not hold')
  console.log(`  context ready ≤ ${READY_TARGET} x by hand: ${slower.toFixed(2)}, ${says(slower <= READY_TARGET)}`)
  console.log(
    `  ≥ ${VELOCITY_TARGET} x faster than velocityjs: ${faster.toFixed(1)}, ${says(faster >= VELOCITY_TARGET)}`,
  )
}

for (const given of [smallCase(), mediumCase(), largeCase()]) report(given)
if (kept === 0) console.log('nothing was rendered')
