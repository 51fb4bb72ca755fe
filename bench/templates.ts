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

type Candidate = () => string

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
    // The first and last character force the text into one piece, as a body that is sent would be.
    for (let at = 0; at < 20; at++) {
      const text = candidate()
      kept += text.charCodeAt(0) + text.charCodeAt(text.length >> 1)
    }
    calls += 20
    now = performance.now()
  }
  return ((now - start) * 1000) / calls
}

function scopeOf(given: TemplateCase): TemplateScope {
  const values = new Map(Object.entries(given.context))
  const context = createTemplateContext({ get: (name) => values.get(name), keys: () => values.keys() })
  const input: TemplateInput = {
    body: given.body,
    params: { path: {}, querystring: {}, header: {}, ...given.params },
  }
  return { input, context, stageVariables: given.stageVariables }
}

/** The payload is parsed already and stands as a variable: what is measured is the rendering alone. */
function readyScope(given: TemplateCase): TemplateScope {
  const document: unknown = JSON.parse(given.body)
  return { ...scopeOf(given), variables: { root: document } }
}

function velocityContext(given: TemplateCase): Record<string, unknown> {
  const root: unknown = JSON.parse(given.body)
  return {
    root,
    input: { path: () => root, params: () => given.params },
    context: given.context,
    stageVariables: given.stageVariables,
    util: { escapeJavaScript },
  }
}

function report(given: TemplateCase): void {
  const ours = parseTemplate(given.template)
  const oursReady = parseTemplate(given.readyTemplate)
  const theirs = new Compile(parse(given.readyTemplate))
  const context = velocityContext(given)
  const ready = readyScope(given)
  const document: unknown = JSON.parse(given.body)
  const expected = given.byHand(document)
  for (const text of [ours.render(scopeOf(given)), oursReady.render(ready)]) {
    if (text !== expected) throw new Error(`${given.name}: the outputs differ\n${text}\n${expected}`)
  }
  const times = measure({
    'by hand': () => given.byHand(document),
    'by hand with JSON.parse': () => given.byHand(JSON.parse(given.body)),
    'ours, context ready': () => oursReady.render(ready),
    'ours, end to end': () => ours.render(scopeOf(given)),
    'velocityjs, reused renderer': () => theirs.render(context),
  })
  const base = times['by hand'] ?? Number.NaN
  console.log(`\n${given.name} (${expected.length} characters)`)
  for (const [name, time] of Object.entries(times)) {
    console.log(
      `  ${name.padEnd(28)} ${time.toFixed(2).padStart(9)} µs  ${(time / base).toFixed(1).padStart(6)} x by hand`,
    )
  }
  const faster = (times['velocityjs, reused renderer'] ?? Number.NaN) / (times['ours, context ready'] ?? Number.NaN)
  console.log(`  ours is ${faster.toFixed(1)} times as fast as velocityjs' reused renderer`)
}

for (const given of [smallCase(), mediumCase(), largeCase()]) report(given)
if (kept === 0) console.log('nothing was rendered')
