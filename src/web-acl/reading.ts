import type { Finding } from '../config/findings.js'
import { suggestName } from '../config/suggest-name.js'
import type { ConfigFault } from '../errors.js'

/** Takes down what is wrong with a web ACL (faults) and what of it is not honoured (findings). */
export interface RuleReport {
  readonly faults: ConfigFault[]
  readonly findings: Finding[]
}

type Json = Readonly<Record<string, unknown>>

/** A pointer's part as JSON pointers write it. */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Notes a fault. Gives `undefined`, so that the caller may return it. */
export function fault(
  report: RuleReport,
  pointer: string,
  message: string,
  more: Partial<ConfigFault> = {},
): undefined {
  report.faults.push({ pointer, message, ...more })
}

/** Notes that something of WAF is not honoured: an error, since requests would be decided on in another way. */
export function notHonoured(report: RuleReport, pointer: string, rule: string, message: string): undefined {
  report.findings.push({ level: 'error', rule: `web-acl/${rule}`, pointer, message })
}

/** An object of the JSON; anything else is a fault. */
export function readObject(report: RuleReport, value: unknown, pointer: string): Json | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  return fault(report, pointer, 'An object is needed here.', { found: value })
}

/** A list of the JSON; anything else is a fault. */
export function readList(report: RuleReport, value: unknown, pointer: string): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return fault(report, pointer, 'A list is needed here.', { found: value })
}

/** A text that is not empty; anything else is a fault. */
export function readText(report: RuleReport, value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  return fault(report, pointer, 'A text is needed here.', { found: value })
}

/** A list of texts with one text at least. */
export function readTexts(report: RuleReport, value: unknown, pointer: string): readonly string[] | undefined {
  const list = readList(report, value, pointer)
  if (list === undefined) return undefined
  if (list.length === 0) return fault(report, pointer, 'The list is empty.')
  const texts = list.map((one, i) => readText(report, one, `${pointer}/${i}`))
  return texts.includes(undefined) ? undefined : (texts as string[])
}

/** A whole number in a range. */
export function readInteger(
  report: RuleReport,
  value: unknown,
  pointer: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return value as number
  return fault(report, pointer, `A whole number from ${least} to ${most} is needed here.`, { found: value })
}

/** One of some names. */
export function readChoice<T extends string>(
  report: RuleReport,
  value: unknown,
  pointer: string,
  allowed: readonly T[],
): T | undefined {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as T
  const suggestion = typeof value === 'string' ? suggestName(value, allowed) : undefined
  return fault(report, pointer, 'This is not one of the values that are allowed here.', {
    found: value,
    allowed,
    ...(suggestion !== undefined && { suggestion }),
  })
}

/** Names every key that does not belong into an object: a misspelt setting would be left out without a word. */
export function checkKeys(report: RuleReport, object: Json, pointer: string, allowed: readonly string[]): void {
  for (const key of Object.keys(object)) {
    if (allowed.includes(key)) continue
    const suggestion = suggestName(key, allowed)
    fault(report, `${pointer}/${pointerPart(key)}`, 'Unknown key.', {
      allowed,
      ...(suggestion !== undefined && { suggestion }),
    })
  }
}

/** The one key of an object that WAF writes as a union: `{ "ByteMatchStatement": … }`. */
export function readVariant(
  report: RuleReport,
  value: unknown,
  pointer: string,
): { readonly name: string; readonly value: unknown; readonly pointer: string } | undefined {
  const object = readObject(report, value, pointer)
  if (object === undefined) return undefined
  const names = Object.keys(object)
  const [name] = names
  if (names.length !== 1 || name === undefined)
    return fault(report, pointer, 'Exactly one key is needed here.', { found: names })
  return { name, value: object[name], pointer: `${pointer}/${pointerPart(name)}` }
}
