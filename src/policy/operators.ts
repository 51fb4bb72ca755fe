import { BlockList, isIP } from 'node:net'
import { matchGlob } from './glob.js'

/** Compares one value of the request with one of the policy. `undefined`: one of the two is no value of that type. */
export type Comparison = (actual: string, expected: string) => boolean | undefined

/** An operator of a condition: how it compares, and whether it is the negation. */
export interface ConditionOperator {
  readonly compare: Comparison
  readonly negated: boolean
}

const equals: Comparison = (actual, expected) => actual === expected
const equalsIgnoreCase: Comparison = (actual, expected) => actual.toLowerCase() === expected.toLowerCase()
const like: Comparison = (actual, expected) => matchGlob(expected, actual)

const numeric = (test: (a: number, b: number) => boolean): Comparison => ordered(readNumber, test)
const date = (test: (a: number, b: number) => boolean): Comparison => ordered(readDate, test)

function ordered(read: (text: string) => number | undefined, test: (a: number, b: number) => boolean): Comparison {
  return (actual, expected) => {
    const a = read(actual)
    const b = read(expected)
    return a === undefined || b === undefined ? undefined : test(a, b)
  }
}

function readNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** ISO 8601, or seconds since the epoch. */
function readDate(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  const value = Date.parse(text)
  return Number.isNaN(value) ? undefined : value
}

const bool: Comparison = (actual, expected) => actual.toLowerCase() === expected.toLowerCase()
const binary: Comparison = (actual, expected) => actual === expected

const ipAddress: Comparison = (actual, expected) => {
  const address = unmapped(actual)
  const family = isIP(address)
  const [network = '', length] = expected.split('/')
  const base = unmapped(network)
  const wanted = isIP(base)
  if (family === 0 || wanted === 0) return undefined
  if (family !== wanted) return false
  const bits = length === undefined ? (wanted === 4 ? 32 : 128) : Number(length)
  if (!Number.isInteger(bits) || bits < 0 || bits > (wanted === 4 ? 32 : 128)) return undefined
  const type = wanted === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(base, bits, type)
  return list.check(address, type)
}

// An IPv4 peer of a dual-stack socket is the IPv4 address that it is.
function unmapped(address: string): string {
  return address.toLowerCase().startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}

/** ARNs compare part by part; a star does not reach over a colon but in the last part. */
const arnLike: Comparison = (actual, expected) => {
  const a = splitArn(actual)
  const b = splitArn(expected)
  if (a === undefined || b === undefined) return undefined
  return b.every((part, index) => matchGlob(part, a[index] as string))
}

function splitArn(arn: string): string[] | undefined {
  const parts = arn.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

const positive = (compare: Comparison): ConditionOperator => ({ compare, negated: false })
const negative = (compare: Comparison): ConditionOperator => ({ compare, negated: true })

/**
 * The condition operators by name, without `IfExists` and set prefixes; `Null` is apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: positive(equals),
  StringNotEquals: negative(equals),
  StringEqualsIgnoreCase: positive(equalsIgnoreCase),
  StringNotEqualsIgnoreCase: negative(equalsIgnoreCase),
  StringLike: positive(like),
  StringNotLike: negative(like),
  NumericEquals: positive(numeric((a, b) => a === b)),
  NumericNotEquals: negative(numeric((a, b) => a === b)),
  NumericLessThan: positive(numeric((a, b) => a < b)),
  NumericLessThanEquals: positive(numeric((a, b) => a <= b)),
  NumericGreaterThan: positive(numeric((a, b) => a > b)),
  NumericGreaterThanEquals: positive(numeric((a, b) => a >= b)),
  DateEquals: positive(date((a, b) => a === b)),
  DateNotEquals: negative(date((a, b) => a === b)),
  DateLessThan: positive(date((a, b) => a < b)),
  DateLessThanEquals: positive(date((a, b) => a <= b)),
  DateGreaterThan: positive(date((a, b) => a > b)),
  DateGreaterThanEquals: positive(date((a, b) => a >= b)),
  Bool: positive(bool),
  BinaryEquals: positive(binary),
  IpAddress: positive(ipAddress),
  NotIpAddress: negative(ipAddress),
  ArnEquals: positive(arnLike),
  ArnLike: positive(arnLike),
  ArnNotEquals: negative(arnLike),
  ArnNotLike: negative(arnLike),
}
