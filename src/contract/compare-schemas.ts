import { ownValue, sameValue } from './same-value.js'
import { compareBounds } from './schema-bounds.js'
import type { SchemaChange, SchemaDirection, SchemaObject, SchemaReport } from './schema-change.js'

/** Finds the schema of a model by its name. */
export type FindModel = (name: string) => unknown

/** A schema, and where its references lead. */
export interface SchemaSource {
  readonly schema: unknown
  readonly find: FindModel
}

/** What two schemas are compared with. */
interface Comparison {
  readonly before: SchemaSource
  readonly after: SchemaSource
  readonly report: SchemaReport
  /** Pairs of references that are being compared, so that a recursive model comes to an end. */
  readonly seen: Set<string>
}

/**
 * Compares two JSON schemas of draft 4 by the values that they take. Keywords are compared one by one: a change that two
 * keywords make and undo together is reported as two.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function compareSchemas(before: SchemaSource, after: SchemaSource): readonly SchemaChange[] {
  const changes: SchemaChange[] = []
  const report: SchemaReport = (direction, keyword, place, old, now) => {
    changes.push({ direction, keyword, place, before: old, after: now })
  }
  compareAt({ before, after, report, seen: new Set() }, before.schema, after.schema, '')
  return changes
}

const ANYTHING: SchemaObject = {}

function compareAt(comparison: Comparison, before: unknown, after: unknown, place: string): void {
  const { report, seen } = comparison
  const pair = `${referenceOf(before) ?? ''} ${referenceOf(after) ?? ''}`
  if (pair !== ' ') {
    if (seen.has(pair)) return
    seen.add(pair)
  }
  const old = resolve(comparison.before, before)
  const now = resolve(comparison.after, after)
  // A property that the one state does not constrain takes fewer values in the other, whatever the keyword.
  compareBounds(old, now, place, report)
  compareProperties(comparison, old, now, place)
  compareItems(comparison, old, now, place)
  compareBranches(comparison, old, now, 'allOf', ['narrowed', 'widened'], place)
  compareBranches(comparison, old, now, 'anyOf', ['widened', 'narrowed'], place)
  compareBranches(comparison, old, now, 'oneOf', ['widened', 'narrowed'], place)
}

function compareProperties(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: string): void {
  const { report } = comparison
  const [old, now] = [objectOf(before['properties']), objectOf(after['properties'])]
  for (const name of Object.keys(old)) {
    const at = `${place}/${name}`
    if (Object.hasOwn(now, name)) compareAt(comparison, old[name], now[name], at)
    else report(isClosed(after) ? 'narrowed' : 'property-removed', 'property-removed', at, old[name], undefined)
  }
  for (const name of Object.keys(now)) {
    if (Object.hasOwn(old, name)) continue
    report(isClosed(before) ? 'widened' : 'property-added', 'property-added', `${place}/${name}`, undefined, now[name])
  }
  comparePatterns(comparison, before, after, place)
  compareAdditional(comparison, before, after, 'additionalProperties', place)
}

function comparePatterns(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: string): void {
  const [old, now] = [objectOf(before['patternProperties']), objectOf(after['patternProperties'])]
  for (const pattern of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const both = Object.hasOwn(old, pattern) && Object.hasOwn(now, pattern)
    if (both) compareAt(comparison, old[pattern], now[pattern], `${place}/${pattern}`)
    else comparison.report('unclear', 'patternProperties', place, old[pattern], now[pattern])
  }
}

/** `additionalProperties` and `additionalItems`: left out, everything else is taken; `false`, nothing. */
function compareAdditional(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  keyword: 'additionalProperties' | 'additionalItems',
  place: string,
): void {
  const [old, now] = [before[keyword] ?? true, after[keyword] ?? true]
  if (sameValue(old, now)) return
  if (old === false || now === false) {
    comparison.report(now === false ? 'narrowed' : 'widened', keyword, place, before[keyword], after[keyword])
    return
  }
  compareAt(comparison, old, now, `${place}/*`)
}

function compareItems(comparison: Comparison, before: SchemaObject, after: SchemaObject, place: string): void {
  const [old, now] = [before['items'], after['items']]
  if (old === undefined && now === undefined) return
  if (!Array.isArray(old) && !Array.isArray(now)) {
    if (old === undefined || now === undefined) {
      comparison.report(now === undefined ? 'widened' : 'narrowed', 'items', place, old, now)
      return
    }
    compareAt(comparison, old, now, `${place}/*`)
    return
  }
  if (!Array.isArray(old) || !Array.isArray(now) || old.length !== now.length) {
    comparison.report('unclear', 'items', place, old, now)
    return
  }
  for (const [at, item] of old.entries()) compareAt(comparison, item, now[at], `${place}/${at}`)
  compareAdditional(comparison, before, after, 'additionalItems', place)
}

function compareBranches(
  comparison: Comparison,
  before: SchemaObject,
  after: SchemaObject,
  keyword: 'allOf' | 'anyOf' | 'oneOf',
  [whenAdded, whenRemoved]: readonly [SchemaDirection, SchemaDirection],
  place: string,
): void {
  const [old, now] = [branchesOf(before, keyword), branchesOf(after, keyword)]
  if (sameValue(old, now) && old.every((branch) => referenceOf(branch) === undefined)) return
  if (old.length === now.length) {
    for (const [at, branch] of old.entries()) compareAt(comparison, branch, now[at], place)
    return
  }
  // No branches at all take everything: the first ones of `anyOf` narrow.
  const isFirst = old.length === 0 || now.length === 0
  const grows = now.length > old.length
  const direction = isFirst ? (grows ? 'narrowed' : 'widened') : grows ? whenAdded : whenRemoved
  comparison.report(direction, keyword, place, before[keyword], after[keyword])
}

function branchesOf(schema: SchemaObject, keyword: string): readonly unknown[] {
  const value = ownValue(schema, keyword)
  return Array.isArray(value) ? value : []
}

function isClosed(schema: SchemaObject): boolean {
  return schema['additionalProperties'] === false
}

function objectOf(value: unknown): SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SchemaObject) : ANYTHING
}

function referenceOf(schema: unknown): string | undefined {
  const reference = ownValue(schema, '$ref')
  return typeof reference === 'string' ? reference : undefined
}

// References chain; more than this many are a circle.
const LONGEST_CHAIN = 32

/** The schema that a schema stands for, its reference followed; what cannot be found takes everything. */
function resolve(source: SchemaSource, schema: unknown): SchemaObject {
  let found = schema
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const reference = referenceOf(found)
    if (reference === undefined) return objectOf(found)
    found = follow(source, reference)
  }
  return ANYTHING
}

/** What a reference leads to: a place in the schema itself (`#/definitions/x`), or a model by the last part of its URL. */
export function follow({ schema, find }: SchemaSource, reference: string): unknown {
  if (!reference.startsWith('#')) return find(reference.slice(reference.lastIndexOf('/') + 1))
  let found: unknown = schema
  for (const part of reference.slice(1).split('/').slice(1))
    found = ownValue(found, decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
  return found
}
