import type { JavaRegex } from '../regex/index.js'
import { type AddressSet } from './address-set.js'
import { compileAddresses } from './address-statements.js'
import { pointerPart, readList, readObject, readText, type RuleReport } from './reading.js'
import { compilePattern } from './text-statements.js'

/** Things that statements or stages refer to by ARN or name. */
export interface References<T> {
  readonly names: readonly string[]
  find(reference: string): T | undefined
}

/** The name in an ARN of WAF, `arn:aws:wafv2:{region}:{account}:regional/ipset/{name}/{id}`; a name stays what it is. */
export function nameOfArn(reference: string): string {
  const [, , service, , , resource] = reference.split(':')
  return service === 'wafv2' ? (resource?.split('/')[2] ?? reference) : reference
}

/** Finds by what the config calls a thing, by its own `ARN`, or by the name that an ARN holds. */
export function createReferences<T>(
  entries: Iterable<readonly [key: string, arn: string | undefined, value: T]>,
): References<T> {
  const byKey = new Map<string, T>()
  const byArn = new Map<string, T>()
  for (const [key, arn, value] of entries) {
    byKey.set(key, value)
    if (arn !== undefined) byArn.set(arn, value)
  }
  return {
    names: [...byKey.keys()],
    find: (reference) => byKey.get(reference) ?? byArn.get(reference) ?? byKey.get(nameOfArn(reference)),
  }
}

/** Reads `IPSets`. */
export function readAddressSets(report: RuleReport, value: unknown, pointer: string): References<AddressSet> {
  return createReferences(
    readSets(report, value, pointer, (set, place) => compileAddresses(report, set['Addresses'], `${place}/Addresses`)),
  )
}

/** Reads `RegexPatternSets`. */
export function readPatternSets(report: RuleReport, value: unknown, pointer: string): References<readonly JavaRegex[]> {
  return createReferences(
    readSets(report, value, pointer, (set, place) => {
      const list = readList(report, set['RegularExpressionList'], `${place}/RegularExpressionList`)
      const patterns = list?.map((one, i) => readPattern(report, one, `${place}/RegularExpressionList/${i}`))
      return patterns === undefined || patterns.includes(undefined) ? undefined : (patterns as JavaRegex[])
    }),
  )
}

function readPattern(report: RuleReport, value: unknown, pointer: string): JavaRegex | undefined {
  const object = readObject(report, value, pointer)
  const pattern = object && readText(report, object['RegexString'], `${pointer}/RegexString`)
  return pattern === undefined ? undefined : compilePattern(report, pattern, `${pointer}/RegexString`)
}

function* readSets<T>(
  report: RuleReport,
  value: unknown,
  pointer: string,
  compile: (set: Readonly<Record<string, unknown>>, pointer: string) => T | undefined,
): Generator<readonly [key: string, arn: string | undefined, value: T]> {
  if (value === undefined) return
  for (const [key, one] of Object.entries(readObject(report, value, pointer) ?? {})) {
    const place = `${pointer}/${pointerPart(key)}`
    const set = readObject(report, one, place)
    const compiled = set && compile(set, place)
    if (compiled !== undefined) yield [key, typeof set?.['ARN'] === 'string' ? set['ARN'] : undefined, compiled]
  }
}
