import { compare, matchText } from './compare.js'
import { compareHeaders } from './expect-headers.js'
import { onlyKeys } from './read-case.js'
import { InexpressibleError, type Difference, type Json } from './types.js'

/** An answer of a gateway, its body read. */
export interface Answer {
  readonly statusCode: number
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: Uint8Array
}

const KEYS = 'status headers headersAbsent body bodyBase64 json jsonSubset'

/** Compares an answer with the `expect` of a step. */
export function compareAnswer(expected: Json, answer: Answer, at: string): Difference[] {
  onlyKeys(expected, KEYS, at)
  const text = Buffer.from(answer.body).toString('utf8')
  const differences: Difference[] = []
  const check = (key: string, run: (value: unknown, where: string) => readonly Difference[]): void => {
    if (Object.hasOwn(expected, key)) differences.push(...run(expected[key], `${at}.${key}`))
  }
  check('status', (value, where) => compare(value, answer.statusCode, 'whole', where))
  check('headers', (value, where) => compareHeaders(value, answer.headers, where))
  check('headersAbsent', (value, where) => compareAbsent(value, answer.headers, where))
  check('body', (value, where) => compareText(value, text, where))
  check('bodyBase64', (value, where) => compareText(value, Buffer.from(answer.body).toString('base64'), where))
  check('json', (value, where) => compareJson(value, text, 'whole', where))
  check('jsonSubset', (value, where) => compareJson(value, text, 'subset', where))
  // A status alone says little about what went wrong: show the body beside it.
  const wrongStatus = differences[0]?.at === `${at}.status` && differences.length === 1
  return wrongStatus ? [...differences, { at: `${at} (the answer's body)`, expected: '', actual: text }] : differences
}

function compareAbsent(names: unknown, headers: Answer['headers'], at: string): Difference[] {
  if (!Array.isArray(names)) throw new InexpressibleError(`${at} must be a list of names`)
  return names.flatMap((name) => compareHeaders({ [String(name)]: '<<absent>>' }, headers, at))
}

function compareText(expected: unknown, actual: string, at: string): Difference[] {
  if (typeof expected !== 'string') throw new InexpressibleError(`${at} must be text`)
  return (matchText(expected, actual) ?? expected === actual) ? [] : [{ at, expected, actual }]
}

/** Compares a text's JSON; text that is none is a difference of its own. */
export function compareJson(expected: unknown, text: string, mode: 'whole' | 'subset', at: string): Difference[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return [{ at, expected, actual: `no JSON: ${text}` }]
  }
  return compare(expected, parsed, mode, at)
}
