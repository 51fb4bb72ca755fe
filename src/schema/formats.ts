import type AjvFormats from 'ajv-formats'
import { lazy } from '../runtime/lazy.js'
import { compileEcmaRegex } from '../regex/ecma-regex.js'

/** A format that the service's validator knows. */
export interface KnownFormat {
  readonly test: (text: string) => boolean
  /** The sentence of a text that is not of the format. */
  readonly message: (text: string) => string
}

function sentence(what: string): (text: string) => string {
  return (text) => `string "${text}" is not a valid ${what}`
}

const DATE_FORMATS = '["yyyy-MM-dd\'T\'HH:mm:ssZ","yyyy-MM-dd\'T\'HH:mm:ss.[0-9]{1,12}Z"]'

/**
 * The formats of draft-04 and those that the validator adds; `date`, `int32`, `password` and any other are not checked.
 * Tests are ajv-formats' own, save for `regex`.
 */
const MESSAGES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['date-time', (text) => `string "${text}" is invalid against requested date format(s) ${DATE_FORMATS}`],
  ['email', sentence('email address')],
  ['hostname', sentence('hostname')],
  ['ipv4', sentence('IPv4 address')],
  ['ipv6', sentence('IPv6 address')],
  ['regex', sentence('ECMA 262 regular expression')],
  ['uri', sentence('URI')],
  ['uuid', (text) => `input string "${text}" is not a valid UUID`],
])

/** The names of the formats that are checked. */
export const FORMAT_NAMES: readonly string[] = [...MESSAGES.keys()]

/** The format of this name; undefined for one that is not checked. */
export function knownFormat(name: string): KnownFormat | undefined {
  const message = MESSAGES.get(name)
  if (message === undefined) return undefined
  return { message, test: name === 'regex' ? isRegex : formatTest(name) }
}

function isRegex(text: string): boolean {
  try {
    compileEcmaRegex(text)
    return true
  } catch {
    return false
  }
}

function formatTest(name: string): (text: string) => boolean {
  const formats = lazy.ajvFormats().default as unknown as typeof AjvFormats.default
  const format = formats.get(name as Parameters<typeof formats.get>[0])
  if (typeof format === 'function') return format
  if (format instanceof RegExp) return (text) => format.test(text)
  const validate: unknown = typeof format === 'object' && 'validate' in format ? format.validate : undefined
  if (typeof validate === 'function') return validate as (text: string) => boolean
  return validate instanceof RegExp ? (text) => validate.test(text) : () => true
}
