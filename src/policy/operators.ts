import { compileArnTokens } from './arn.js'
import { compileGlob } from './glob.js'
import type { GlobToken } from './glob.js'
import { parseIpAddress, parseIpRange } from './ip-range.js'
import { createMatcher, parsePattern } from './pattern.js'
import type { PatternSyntax, ValueMatcher } from './pattern.js'
import { PolicyError } from './policy-error.js'

/** A condition operator without `ForAllValues:`, `ForAnyValue:` and `IfExists`. */
export interface ConditionOperator {
  /** True when the condition holds if **no** value of the policy agrees; such an operator holds for an absent key. */
  readonly negated: boolean
  /** Compiles one value of the policy. @throws PolicyError when the value is not of the operator's type. */
  compile(value: string, variables: boolean, pointer: string): ValueMatcher
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?)?)?$/
const EPOCH = /^-?\d{5,13}(?:\.\d{1,9})?$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

type Compile = ConditionOperator['compile']
type Comparison = (found: number, wanted: number) => boolean

const equal: Comparison = (found, wanted) => found === wanted
const ORDER: readonly (readonly [suffix: string, negated: boolean, compare: Comparison])[] = [
  ['Equals', false, equal],
  ['NotEquals', true, equal],
  ['LessThan', false, (found, wanted) => found < wanted],
  ['LessThanEquals', false, (found, wanted) => found <= wanted],
  ['GreaterThan', false, (found, wanted) => found > wanted],
  ['GreaterThanEquals', false, (found, wanted) => found >= wanted],
]

/**
 * Every operator that IAM documents, `Null` apart (see the condition compiler).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function createOperators(): ReadonlyMap<string, ConditionOperator> {
  const table = new Map<string, ConditionOperator>()
  const add = (name: string, negated: boolean, compile: Compile): void => void table.set(name, { negated, compile })
  add('StringEquals', false, text(false, exact))
  add('StringNotEquals', true, text(false, exact))
  add('StringEqualsIgnoreCase', false, text(false, exactIgnoringCase))
  add('StringNotEqualsIgnoreCase', true, text(false, exactIgnoringCase))
  add('StringLike', false, text(true, compileGlob))
  add('StringNotLike', true, text(true, compileGlob))
  for (const [suffix, negated, compare] of ORDER) {
    add(`Numeric${suffix}`, negated, ordered(parseNumber, 'a number', compare))
    add(`Date${suffix}`, negated, ordered(parseDate, 'an ISO 8601 date or seconds since 1970', compare))
  }
  add('Bool', false, compileBool)
  add('BinaryEquals', false, compileBinary)
  add('IpAddress', false, compileIp)
  add('NotIpAddress', true, compileIp)
  // The documentation says that ArnEquals and ArnLike behave the same: both take wildcards.
  for (const name of ['ArnEquals', 'ArnLike']) add(name, false, compileArn)
  for (const name of ['ArnNotEquals', 'ArnNotLike']) add(name, true, compileArn)
  return table
}

function text(wildcards: boolean, build: (tokens: readonly GlobToken[]) => (value: string) => boolean): Compile {
  return (value, variables, pointer) => {
    const syntax: PatternSyntax = { wildcards, variables }
    return createMatcher(parsePattern(value, syntax, pointer), build)
  }
}

function exact(tokens: readonly GlobToken[]): (value: string) => boolean {
  const wanted = tokens.join('')
  return (value) => value === wanted
}

function exactIgnoringCase(tokens: readonly GlobToken[]): (value: string) => boolean {
  const wanted = tokens.join('').toLowerCase()
  return (value) => value.toLowerCase() === wanted
}

function ordered(parse: (text: string) => number | undefined, allowed: string, compare: Comparison): Compile {
  return (value, _variables, pointer) => {
    const wanted = parse(value)
    if (wanted === undefined) throw new PolicyError(pointer, value, allowed)
    return (candidate) => {
      const found = parse(candidate)
      return found === undefined ? undefined : compare(found, wanted)
    }
  }
}

function parseNumber(value: string): number | undefined {
  return NUMBER.test(value) ? Number(value) : undefined
}

/** Milliseconds since 1970. Four digits are a year (W3C), more are seconds since 1970. */
function parseDate(value: string): number | undefined {
  if (EPOCH.test(value)) return Number(value) * 1000
  const parts = DATE.exec(value)
  if (parts === null) return undefined
  const [, year, month = '01', day = '01'] = parts
  // Date.parse takes February 30 for March 1 or 2.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined
  const millis = Date.parse(
    value.replace(/([+-]\d\d)(\d\d)$/, (zone, hours: string, minutes: string) =>
      value.includes('T') ? `${hours}:${minutes}` : zone,
    ),
  )
  return Number.isNaN(millis) ? undefined : millis
}

/** `true` and `false` in any case; also the values of `Null`. */
export function compileBool(value: string, _variables: boolean, pointer: string): ValueMatcher {
  const wanted = value.toLowerCase()
  if (wanted !== 'true' && wanted !== 'false') throw new PolicyError(pointer, value, 'true or false')
  return (candidate) => {
    const found = candidate.toLowerCase()
    return found === 'true' || found === 'false' ? found === wanted : undefined
  }
}

function compileBinary(value: string, _variables: boolean, pointer: string): ValueMatcher {
  const wanted = decodeBase64(value)
  if (wanted === undefined) throw new PolicyError(pointer, value, 'base64')
  return (candidate) => {
    const found = decodeBase64(candidate)
    return found === undefined ? undefined : found === wanted
  }
}

function decodeBase64(value: string): string | undefined {
  return BASE64.test(value) ? atob(value) : undefined
}

function compileIp(value: string, _variables: boolean, pointer: string): ValueMatcher {
  const range = parseIpRange(value)
  if (range === undefined) throw new PolicyError(pointer, value, 'an IPv4 or IPv6 address or CIDR block')
  return (candidate) => {
    const address = parseIpAddress(candidate)
    return address === undefined ? undefined : range.contains(address)
  }
}

function compileArn(value: string, variables: boolean, pointer: string): ValueMatcher {
  const tokens = parsePattern(value, { wildcards: true, variables }, pointer)
  const colons = tokens.reduce<number>(
    (sum, token) => sum + (typeof token === 'string' ? token.split(':').length - 1 : 0),
    0,
  )
  const open = value === '*' || tokens.some((token) => typeof token === 'object')
  if (colons < 5 && !open) throw new PolicyError(pointer, value, 'an ARN of six parts, wildcards inside the parts')
  return createMatcher(tokens, compileArnTokens)
}
