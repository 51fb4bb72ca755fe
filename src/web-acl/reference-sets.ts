import type { JavaRegex } from '../regex/index.js'
import type { AddressSet } from './address-set.js'
import { compileAddresses } from './address-statements.js'
import { pointerPart, readList, readObject, readText, type RuleReport } from './reading.js'
import { createReferences, type References } from './references.js'
import { compilePattern } from './text-statements.js'

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
