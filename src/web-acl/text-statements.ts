import { Buffer } from 'node:buffer'
import { compileJavaRegex, type JavaRegex, JavaRegexError } from '../regex/index.js'
import { byteText } from './byte-text.js'
import type { FieldReader } from './field-reader.js'
import { compileField } from './fields.js'
import type { Predicate } from './inspection.js'
import { checkKeys, fault, readChoice, readInteger, readText } from './reading.js'
import type { AclScope } from './scope.js'
import { compileTransformations } from './text-transformations.js'
import type { Transformation } from './transformations.js'

type Settings = Readonly<Record<string, unknown>>

const COMMON = ['FieldToMatch', 'TextTransformations'] as const

/** What statements about text share: the field, the transformations, and a test of each part. */
function compileText(
  scope: AclScope,
  settings: Settings,
  pointer: string,
  test: ((text: string) => boolean) | undefined,
): Predicate | undefined {
  const field = compileField(scope, settings['FieldToMatch'], `${pointer}/FieldToMatch`)
  const transform = compileTransformations(scope, settings['TextTransformations'], `${pointer}/TextTransformations`)
  if (field === undefined || transform === undefined || test === undefined) return undefined
  return textPredicate(field, transform, test)
}

function textPredicate(field: FieldReader, transform: Transformation, test: (text: string) => boolean): Predicate {
  return (inspection) => {
    const parts = field(inspection)
    return typeof parts === 'boolean' ? parts : parts.some((part) => test(transform(part)))
  }
}

const POSITIONS = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const

/** `ByteMatchStatement`: a text in a field, at a place. */
export function compileByteMatch(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, [...COMMON, 'SearchString', 'SearchStringBase64', 'PositionalConstraint'])
  const wanted = readSearchString(scope, settings, pointer)
  const place = `${pointer}/PositionalConstraint`
  const position = readChoice(scope, settings['PositionalConstraint'], place, POSITIONS)
  const test = wanted === undefined || position === undefined ? undefined : byteTest(wanted, position)
  return compileText(scope, settings, pointer, test)
}

function readSearchString(scope: AclScope, settings: Settings, pointer: string): string | undefined {
  const encoded = settings['SearchStringBase64']
  if (encoded === undefined) {
    const text = readText(scope, settings['SearchString'], `${pointer}/SearchString`)
    return text === undefined ? undefined : byteText(text)
  }
  const text = readText(scope, encoded, `${pointer}/SearchStringBase64`)
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('latin1')
}

function byteTest(wanted: string, position: (typeof POSITIONS)[number]): (text: string) => boolean {
  switch (position) {
    case 'EXACTLY':
      return (text) => text === wanted
    case 'STARTS_WITH':
      return (text) => text.startsWith(wanted)
    case 'ENDS_WITH':
      return (text) => text.endsWith(wanted)
    case 'CONTAINS':
      return (text) => text.includes(wanted)
    case 'CONTAINS_WORD':
      return (text) => containsWord(text, wanted)
  }
}

const WORD = /\w/

// A word stands alone: what is before and behind it is no letter, digit or underscore (documented).
function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1]
    const after = text[at + word.length]
    if ((before === undefined || !WORD.test(before)) && (after === undefined || !WORD.test(after))) return true
  }
  return false
}

/** `RegexMatchStatement`: an expression that fits anywhere in a field. */
export function compileRegexMatch(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, [...COMMON, 'RegexString'])
  const pattern = readText(scope, settings['RegexString'], `${pointer}/RegexString`)
  const regex = pattern === undefined ? undefined : compilePattern(scope, pattern, `${pointer}/RegexString`)
  return compileText(scope, settings, pointer, regex === undefined ? undefined : (text) => regex.find(text))
}

/** Compiles an expression of a rule; runs in time linear in the text. */
export function compilePattern(
  scope: Pick<AclScope, 'faults' | 'findings'>,
  pattern: string,
  pointer: string,
): JavaRegex | undefined {
  try {
    return compileJavaRegex(byteText(pattern))
  } catch (error) {
    if (!(error instanceof JavaRegexError)) throw error
    return fault(scope, pointer, error.message, { found: pattern })
  }
}

/** `RegexPatternSetReferenceStatement`: any expression of a set. */
export function compileRegexSet(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, [...COMMON, 'ARN'])
  const reference = readText(scope, settings['ARN'], `${pointer}/ARN`)
  const set = reference === undefined ? undefined : scope.patternSets.find(reference)
  if (reference !== undefined && set === undefined)
    fault(scope, `${pointer}/ARN`, 'There is no such set among RegexPatternSets.', {
      found: reference,
      allowed: scope.patternSets.names,
    })
  const test = set === undefined ? undefined : (text: string) => set.some((regex) => regex.find(text))
  return compileText(scope, settings, pointer, test)
}

const COMPARISONS: Readonly<Record<string, (size: number, limit: number) => boolean>> = {
  EQ: (size, limit) => size === limit,
  NE: (size, limit) => size !== limit,
  LE: (size, limit) => size <= limit,
  LT: (size, limit) => size < limit,
  GE: (size, limit) => size >= limit,
  GT: (size, limit) => size > limit,
}

/** `SizeConstraintStatement`: bytes of a field, after its transformations. */
export function compileSizeConstraint(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, [...COMMON, 'ComparisonOperator', 'Size'])
  const place = `${pointer}/ComparisonOperator`
  const operator = readChoice(scope, settings['ComparisonOperator'], place, Object.keys(COMPARISONS))
  const limit = readInteger(scope, settings['Size'], `${pointer}/Size`, [0, 21_474_836_480])
  const compare = operator === undefined ? undefined : COMPARISONS[operator]
  const test = compare === undefined || limit === undefined ? undefined : (text: string) => compare(text.length, limit)
  return compileText(scope, settings, pointer, test)
}
