import type { Difference } from './types.js'

/** `whole`: no key more or less. `subset`: every named key, at every depth of objects; lists whole. */
export type CompareMode = 'whole' | 'subset'

/** What a difference shows for a value that is not there at all. */
export const ABSENT = '<<absent>>'

const NAMED_MATCHERS: Readonly<Record<string, (actual: unknown) => boolean>> = {
  '<<any>>': (actual) => actual !== undefined,
  '<<absent>>': (actual) => actual === undefined,
  '<<string>>': (actual) => typeof actual === 'string',
  '<<number>>': (actual) => typeof actual === 'number' || (typeof actual === 'string' && /^\d+$/.test(actual)),
  '<<uuid>>': (actual) =>
    typeof actual === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(actual),
}

/** Reports every place where `actual` is not what `expected`, matchers included, says. */
export function compare(expected: unknown, actual: unknown, mode: CompareMode, at: string): Difference[] {
  const differences: Difference[] = []
  visit(expected, actual, mode, at, differences)
  return differences
}

/** Whether one expected text, matchers included, fits; undefined when it is no matcher. */
export function matchText(expected: string, actual: unknown): boolean | undefined {
  const named = Object.hasOwn(NAMED_MATCHERS, expected) ? NAMED_MATCHERS[expected] : undefined
  if (named !== undefined) return named(actual)
  const pattern = /^<<regex:([\s\S]*)>>$/.exec(expected)?.[1]
  if (pattern === undefined) return undefined
  return (typeof actual === 'string' || typeof actual === 'number') && wholeMatch(pattern, String(actual))
}

function wholeMatch(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text)
}

function visit(expected: unknown, actual: unknown, mode: CompareMode, at: string, out: Difference[]): void {
  if (typeof expected === 'string') {
    if (!(matchText(expected, actual) ?? expected === actual)) out.push({ at, expected, actual: shown(actual) })
  } else if (Array.isArray(expected)) {
    visitList(expected, actual, at, out)
  } else if (isRecord(expected)) {
    visitRecord(expected, actual, mode, at, out)
  } else if (!Object.is(expected, actual) && !(expected === 0 && actual === 0)) {
    out.push({ at, expected, actual: shown(actual) })
  }
}

// "Lists compared whole": as many items, in order, and each item with no key more than expected.
function visitList(expected: unknown[], actual: unknown, at: string, out: Difference[]): void {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    out.push({ at, expected, actual: shown(actual) })
    return
  }
  expected.forEach((item, index) => visit(item, actual[index], 'whole', `${at}[${index}]`, out))
}

function visitRecord(
  expected: Record<string, unknown>,
  actual: unknown,
  mode: CompareMode,
  at: string,
  out: Difference[],
): void {
  if (!isRecord(actual)) {
    out.push({ at, expected, actual: shown(actual) })
    return
  }
  for (const [key, value] of Object.entries(expected)) {
    visit(value, Object.hasOwn(actual, key) ? actual[key] : undefined, mode, step(at, key), out)
  }
  if (mode === 'subset') return
  for (const [key, value] of Object.entries(actual)) {
    if (value !== undefined && !Object.hasOwn(expected, key)) {
      out.push({ at: step(at, key), expected: ABSENT, actual: value })
    }
  }
}

/** Whether a value is a plain JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function step(at: string, key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) ? `${at}.${key}` : `${at}[${JSON.stringify(key)}]`
}

function shown(actual: unknown): unknown {
  return actual === undefined ? ABSENT : actual
}
