import type { PathCase, TemplateCase } from './cases.js'
import type { Outcome } from './reference.js'

/** A difference that is meant to be; docs/parity-templates.md says why. */
export interface KnownDifference<Case> {
  /** Its name in the document. */
  readonly id: string
  applies(given: Case, ours: Outcome, theirs: Outcome): boolean
}

/** What Java prints where this engine prints `array` or `java.util.Iterator`: a class and an address. */
const ADDRESS = String.raw`(?:array|\[[BCI]@[0-9a-f]{1,8}|\[L[\w.]+;@[0-9a-f]{1,8}|java\.util\.[\w.$]+@[0-9a-f]{1,8})`

function printsAddresses(ours: string, theirs: string): boolean {
  const texts = ours.split(/array|java\.util\.Iterator/)
  if (texts.length === 1) return false
  return new RegExp(
    `^${texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join(ADDRESS)}$`,
  ).test(theirs)
}

function isReordered(ours: { readonly output: string }, theirs: { readonly output: string }): boolean {
  return ours.output.split('').toSorted().join('') === theirs.output.split('').toSorted().join('')
}

export const KNOWN_TEMPLATE_DIFFERENCES: readonly KnownDifference<TemplateCase>[] = [
  {
    id: 'object-address',
    applies: (_given, ours, theirs) =>
      'output' in ours && 'output' in theirs && printsAddresses(ours.output, theirs.output),
  },
  {
    id: 'container-in-itself',
    applies: (_given, _ours, theirs) =>
      'error' in theirs ? theirs.error.includes('StackOverflowError') : theirs.output.includes('(this Map)'),
  },
  { id: 'long-by-size', applies: ({ template }) => /longValue|parseLong/.test(template) },
  {
    id: 'big-integer-by-size',
    applies: ({ template, input }, _ours, theirs) =>
      /\d{19}/.test(template + input.body) && 'error' in theirs && theirs.error.includes('modulo of BigDecimals'),
  },
  {
    id: 'container-as-key',
    applies: ({ template }) => /(?:\.(?:put|get|remove|replace|containsKey)\w*\(|\[)\s*[[{]/.test(template),
  },
  {
    id: 'digit-key-added',
    applies: ({ template }, ours, theirs) =>
      /\[[^\]]*\][^=]*=|\.put/.test(template) && 'output' in ours && 'output' in theirs && isReordered(ours, theirs),
  },
  {
    id: 'macro-of-another-template',
    applies: ({ template }) => {
      const escaped = /\\#\{?(?:hi|q)\b/.exec(template)
      return escaped !== null && !/(?:^|[^$])#macro/.test(template.slice(0, escaped.index))
    },
  },
]

/** Templates over an older Jayway: an index into what is no list fails there, and is a missing value since 2.1. */
export const OLD_TEMPLATE_DIFFERENCES: readonly KnownDifference<TemplateCase>[] = [
  {
    id: 'jayway-2.0-error-kind',
    applies: (_given, _ours, theirs) => 'error' in theirs && theirs.error.includes('can only be applied to arrays'),
  },
]

/** How Jayway before 2.1 differs from 2.10, which the cases follow where the two part. */
export const OLD_PATH_DIFFERENCES: readonly KnownDifference<PathCase>[] = [
  { id: 'jayway-2.0-error-kind', applies: (_given, ours, theirs) => 'error' in ours && 'error' in theirs },
  {
    id: 'jayway-2.0-wrong-type',
    applies: ({ path }, ours, theirs) => 'error' in theirs && 'output' in ours && /[*,:]/.test(path),
  },
  { id: 'jayway-2.0-nothing-found', applies: (_given, ours, theirs) => foundNothing(ours) && foundNothing(theirs) },
]

function foundNothing(outcome: Outcome): boolean {
  return 'error' in outcome ? outcome.error === 'path-not-found' : outcome.output === '[]'
}

export const KNOWN_PATH_DIFFERENCES: readonly KnownDifference<PathCase>[] = [
  {
    id: 'append-in-itself',
    applies: (_given, ours) => 'error' in ours && ours.error.includes('appended to itself'),
  },
]
