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
  /** What was compared with what, so that a recursive model comes to an end and a shared one is reported once. */
  readonly seen: Map<SchemaObject, Set<SchemaObject>>
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
  compareAt({ before, after, report, seen: new Map() }, before.schema, after.schema, '')
  return changes
}

const ANYTHING: SchemaObject = {}

function compareAt(comparison: Comparison, before: unknown, after: unknown, place: string): void {
  const { report, seen } = comparison
  const old = resolveSchema(comparison.before, before)
  const now = resolveSchema(comparison.after, after)
  let known = seen.get(old.schema)
  if (known === undefined) seen.set(old.schema, (known = new Set()))
  if (known.has(now.schema)) return
  if (old.schema !== ANYTHING) known.add(now.schema)
  const inner = { ...comparison, before: old.source, after: now.source }
  compareBounds(old.schema, now.schema, place, report)
  compareProperties(inner, old.schema, now.schema, place)
  compareItems(inner, old.schema, now.schema, place)
  compareBranches(inner, old.schema, now.schema, 'allOf', ['narrowed', 'widened'], place)
  compareBranches(inner, old.schema, now.schema, 'anyOf', ['widened', 'narrowed'], place)
  compareBranches(inner, old.schema, now.schema, 'oneOf', ['widened', 'narrowed'], place)
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

/** A schema without a reference, and where references in it lead. */
export interface ResolvedSchema {
  readonly schema: SchemaObject
  readonly source: SchemaSource
}

/** The schema that a schema stands for, its references followed; what cannot be found takes everything. */
export function resolveSchema(source: SchemaSource, schema: unknown): ResolvedSchema {
  let [found, inside] = [schema, source]
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const reference = referenceOf(found)
    if (reference === undefined) return { schema: objectOf(found), source: inside }
    if (reference.startsWith('#')) found = placeIn(inside.schema, reference.slice(1))
    else {
      // Models refer to each other by the URL that the service gives them, whose last part is the name.
      found = source.find(reference.slice(reference.lastIndexOf('/') + 1))
      inside = { schema: found, find: source.find }
    }
  }
  return { schema: ANYTHING, source }
}

function placeIn(schema: unknown, pointer: string): unknown {
  let found = schema
  for (const part of pointer.split('/').slice(1))
    found = ownValue(found, part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return found
}
