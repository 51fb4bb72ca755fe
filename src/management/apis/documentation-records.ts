import type { DocumentationPart } from '../../api/model.js'
import { present } from '../store/fields.js'
import type { DocumentationPartRecord } from '../store/records.js'

type Location = DocumentationPartRecord['location']

const WITHOUT_PATH = new Set(['API', 'AUTHORIZER', 'MODEL'])

/** A part with its location as the service keeps it: what belongs to a path and names none is of the root (recorded). */
export function partRecord(id: string, location: Partial<Location>, properties: string): DocumentationPartRecord {
  const type = location.type ?? 'API'
  const path = location.path ?? (WITHOUT_PATH.has(type) ? undefined : '/')
  return { id, location: present({ ...location, type, path }), properties }
}

/** Whether two parts document the same. */
export function sameLocation(one: { location: Location }, other: { location: Location }): boolean {
  const keys = ['type', 'path', 'method', 'statusCode', 'name'] as const
  return keys.every((key) => one.location[key] === other.location[key])
}

/** The part before with the properties of the new one put over its own. */
export function mergePart(before: DocumentationPartRecord, added: DocumentationPartRecord): DocumentationPartRecord {
  const [old, fresh] = [parsed(before.properties), parsed(added.properties)]
  const isMergeable = isRecord(old) && isRecord(fresh)
  return { ...before, properties: isMergeable ? JSON.stringify({ ...old, ...fresh }) : added.properties }
}

/** The part as the model of an API has it. */
export function modelPart({ location, properties }: DocumentationPartRecord): DocumentationPart {
  return { location, properties: parsed(properties) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
