import { missingFrom, ownValue, sameValue } from './same-value.js'
import type { SchemaObject, SchemaReport } from './schema-change.js'

/** Keywords that bound from below: a greater number takes fewer values. */
const LOWER = ['minLength', 'minItems', 'minProperties']
const UPPER = ['maxLength', 'maxItems', 'maxProperties']
/** Keywords that two schemas either share or not: nobody can say which of two patterns takes more. */
const OPAQUE = ['pattern', 'format', 'multipleOf', 'not', 'dependencies']

/** Compares the keywords that need no look into other schemas. */
export function compareBounds(before: SchemaObject, after: SchemaObject, place: string, report: SchemaReport): void {
  compareTypes(before, after, place, report)
  compareEnums(before, after, place, report)
  compareRequired(before, after, place, report)
  for (const keyword of LOWER) compareNumber(before, after, keyword, 1, place, report)
  for (const keyword of UPPER) compareNumber(before, after, keyword, -1, place, report)
  compareLimit(before, after, 'minimum', 'exclusiveMinimum', 1, place, report)
  compareLimit(before, after, 'maximum', 'exclusiveMaximum', -1, place, report)
  compareUnique(before, after, place, report)
  for (const keyword of OPAQUE) compareOpaque(before, after, keyword, place, report)
}

const ALL_TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** The types that a schema takes; a number may be an integer. */
export function typesOf(schema: SchemaObject): readonly string[] {
  const type = ownValue(schema, 'type')
  if (type === undefined) return ALL_TYPES
  const names = (Array.isArray(type) ? type : [type]).map(String)
  return names.includes('number') ? [...names, 'integer'] : names
}

function compareTypes(before: SchemaObject, after: SchemaObject, place: string, report: SchemaReport): void {
  const [old, now] = [typesOf(before), typesOf(after)]
  const [gone, more] = [missingFrom(now, old), missingFrom(old, now)]
  if (gone.length > 0) report('narrowed', 'type', place, before['type'], after['type'])
  if (more.length > 0) report('widened', 'type', place, before['type'], after['type'])
}

function compareEnums(before: SchemaObject, after: SchemaObject, place: string, report: SchemaReport): void {
  const [old, now] = [listOf(before, 'enum'), listOf(after, 'enum')]
  if (old === undefined && now === undefined) return
  if (old === undefined || now === undefined) {
    report(now === undefined ? 'widened' : 'narrowed', 'enum', place, old, now)
    return
  }
  if (missingFrom(now, old).length > 0) report('narrowed', 'enum', place, old, now)
  if (missingFrom(old, now).length > 0) report('widened', 'enum', place, old, now)
}

function compareRequired(before: SchemaObject, after: SchemaObject, place: string, report: SchemaReport): void {
  const [old, now] = [listOf(before, 'required') ?? [], listOf(after, 'required') ?? []]
  for (const name of missingFrom(old, now)) report('narrowed', 'required', `${place}/${String(name)}`, false, true)
  for (const name of missingFrom(now, old)) report('widened', 'required', `${place}/${String(name)}`, true, false)
}

function compareNumber(
  before: SchemaObject,
  after: SchemaObject,
  keyword: string,
  sign: 1 | -1,
  place: string,
  report: SchemaReport,
): void {
  const [old, now] = [boundOf(before, keyword, sign), boundOf(after, keyword, sign)]
  if (old === now) return
  report(now > old ? 'narrowed' : 'widened', keyword, place, before[keyword], after[keyword])
}

// Draft 4: `exclusiveMinimum` is a boolean beside the bound. With the same bound it takes one value less.
function compareLimit(
  before: SchemaObject,
  after: SchemaObject,
  keyword: string,
  exclusive: string,
  sign: 1 | -1,
  place: string,
  report: SchemaReport,
): void {
  const [old, now] = [boundOf(before, keyword, sign), boundOf(after, keyword, sign)]
  if (old !== now) {
    compareNumber(before, after, keyword, sign, place, report)
    return
  }
  const [wasExclusive, isExclusive] = [before[exclusive] === true, after[exclusive] === true]
  if (old === -Infinity || wasExclusive === isExclusive) return
  report(isExclusive ? 'narrowed' : 'widened', exclusive, place, wasExclusive, isExclusive)
}

// As a number that grows as the schema narrows; −∞ where there is no bound.
function boundOf(schema: SchemaObject, keyword: string, sign: 1 | -1): number {
  const value = ownValue(schema, keyword)
  return typeof value === 'number' ? value * sign : -Infinity
}

function compareUnique(before: SchemaObject, after: SchemaObject, place: string, report: SchemaReport): void {
  const [was, is] = [before['uniqueItems'] === true, after['uniqueItems'] === true]
  if (was !== is) report(is ? 'narrowed' : 'widened', 'uniqueItems', place, was, is)
}

function compareOpaque(
  before: SchemaObject,
  after: SchemaObject,
  keyword: string,
  place: string,
  report: SchemaReport,
): void {
  const [old, now] = [ownValue(before, keyword), ownValue(after, keyword)]
  if (sameValue(old, now)) return
  const direction = old === undefined ? 'narrowed' : now === undefined ? 'widened' : 'unclear'
  report(direction, keyword, place, old, now)
}

function listOf(schema: SchemaObject, keyword: string): readonly unknown[] | undefined {
  const value = ownValue(schema, keyword)
  return Array.isArray(value) ? value : undefined
}
