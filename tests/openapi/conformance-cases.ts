import { readFileSync, readdirSync } from 'node:fs'

/** A value of a case may be a matcher: `<<any>>`, `<<absent>>`, `<<regex:…>>`. */
export function differences(expected: unknown, actual: unknown, whole: boolean, path = ''): string[] {
  if (expected === '<<any>>') return actual === undefined ? [`${path}: missing`] : []
  if (expected === '<<absent>>') return actual === undefined ? [] : [`${path}: should be absent, is ${show(actual)}`]
  if (typeof expected === 'string' && expected.startsWith('<<regex:')) {
    const pattern = new RegExp(`^(?:${expected.slice('<<regex:'.length, -2)})$`)
    return typeof actual === 'string' && pattern.test(actual)
      ? []
      : [`${path}: ${show(actual)} does not match ${pattern}`]
  }
  if (Array.isArray(expected)) return listDifferences(expected, actual, whole, path)
  if (typeof expected === 'object' && expected !== null) return objectDifferences(expected, actual, whole, path)
  return Object.is(expected, actual) ? [] : [`${path}: expected ${show(expected)}, is ${show(actual)}`]
}

function listDifferences(expected: readonly unknown[], actual: unknown, whole: boolean, path: string): string[] {
  if (!Array.isArray(actual) || actual.length !== expected.length)
    return [`${path}: expected ${show(expected)}, is ${show(actual)}`]
  return expected.flatMap((item, index) => differences(item, actual[index], whole, `${path}/${index}`))
}

function objectDifferences(expected: object, actual: unknown, whole: boolean, path: string): string[] {
  if (typeof actual !== 'object' || actual === null) return [`${path}: expected ${show(expected)}, is ${show(actual)}`]
  const fields = actual as Record<string, unknown>
  const extra = whole ? Object.keys(fields).filter((name) => !Object.hasOwn(expected, name)) : []
  return [
    ...extra.map((name) => `${path}/${name}: unexpected ${show(fields[name])}`),
    ...Object.entries(expected).flatMap(([name, value]) => differences(value, fields[name], whole, `${path}/${name}`)),
  ]
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

/** All cases of a folder of the project's copy. */
export function readCases<T>(folder: string): T[] {
  const root = new URL(`../conformance/cases/${folder}/`, import.meta.url)
  return readdirSync(root)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => (JSON.parse(readFileSync(new URL(file, root), 'utf8')) as { cases: T[] }).cases)
}
