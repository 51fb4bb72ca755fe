import type { Model } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { compareSchemas, type SchemaSource } from './compare-schemas.js'
import type { SchemaChange } from './schema-change.js'
import type { ContractEffect } from './types.js'

/** Which way a payload goes: what clients send must stay accepted, what they get must stay as it was described. */
export type PayloadSide = 'request-body' | 'response-body'

/** The models of an API by name. */
export type Models = ReadonlyMap<string, Model>

/** A schema of a model, and the models that it may refer to. */
export function modelSource(models: Models, name: string): SchemaSource {
  return { schema: models.get(name)?.schema, find: (other) => models.get(other)?.schema }
}

/** What is compared, and what is said of it. */
export interface ModelComparison {
  readonly side: PayloadSide
  readonly before: SchemaSource
  readonly after: SchemaSource
  readonly pointer: string
  /** Nobody is refused by it: a model that no validator checks, or of a parameter. */
  readonly isDeclaredOnly?: boolean
}

/** Reports every difference of two models that a client may notice. */
export function diffModels(list: ChangeList, { side, before, after, pointer, isDeclaredOnly }: ModelComparison): void {
  for (const change of compareSchemas(before, after)) {
    const effect = isDeclaredOnly === true ? 'safe' : effectOf(change, side)
    list.add(effect, `${side}/${ruleOf(change)}`, {
      message: messageOf(change, side),
      before: change.before,
      after: change.after,
      pointer,
    })
  }
}

function effectOf({ direction, keyword }: SchemaChange, side: PayloadSide): ContractEffect {
  if (keyword === 'property-added') return 'safe'
  if (direction === 'unclear') return 'breaking'
  // A client reads a property of an answer, whether the schema was closed or not.
  if (side === 'response-body') return direction === 'widened' || keyword === 'property-removed' ? 'breaking' : 'safe'
  return direction === 'narrowed' ? 'breaking' : 'safe'
}

const BOUNDS = /^(?:min|max|exclusive)|^uniqueItems$/
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['type', 'type'],
  ['enum', 'enum'],
  ['additionalProperties', 'additional-properties'],
  ['additionalItems', 'items'],
  ['items', 'items'],
  ['allOf', 'branches'],
  ['anyOf', 'branches'],
  ['oneOf', 'branches'],
])

function ruleOf({ direction, keyword }: SchemaChange): string {
  if (keyword.startsWith('property-')) return keyword
  if (keyword === 'required') return direction === 'narrowed' ? 'required-added' : 'required-removed'
  const group = GROUPS.get(keyword) ?? (BOUNDS.test(keyword) ? 'bounds' : 'constraint')
  return `${group}-${direction === 'unclear' ? 'changed' : direction}`
}

function messageOf({ direction, keyword, place }: SchemaChange, side: PayloadSide): string {
  const what = side === 'request-body' ? 'request body' : 'response body'
  const where = place === '' ? `The ${what}` : `${place} of the ${what}`
  switch (keyword) {
    case 'required':
      return `${where} ${direction === 'narrowed' ? 'has become required' : 'is no longer required'}.`
    case 'property-added':
      return `${where} is described now.`
    case 'property-removed':
      return `${where} is no longer described.`
    default:
      return `${where}: ${keyword} ${direction === 'narrowed' ? 'takes fewer values' : direction === 'widened' ? 'takes more values' : 'has changed'}.`
  }
}
