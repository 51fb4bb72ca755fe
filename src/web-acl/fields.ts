import { byteText, headerByteText } from './byte-text.js'
import { type FieldReader, readOversize } from './field-reader.js'
import type { Inspection } from './inspection.js'
import { compileJsonBody } from './json-body.js'
import { compilePairField, isPairField, PAIR_FIELDS } from './pair-fields.js'
import { checkKeys, fault, notHonoured, readObject, readText, readVariant } from './reading.js'
import type { AclScope } from './scope.js'

const NOT_HONOURED = ['UriFragment', 'JA3Fingerprint', 'JA4Fingerprint'] as const
const SIMPLE: ReadonlyMap<string, FieldReader> = new Map<string, FieldReader>([
  ['UriPath', ({ path }) => [path]],
  ['QueryString', ({ query }) => [query]],
  ['Method', ({ request }) => [request.method]],
  ['AllQueryArguments', ({ query }) => queryArguments(query).map(([, value]) => value)],
])
const FIELDS = [...SIMPLE.keys(), 'SingleHeader', 'SingleQueryArgument', 'Body', 'JsonBody', ...PAIR_FIELDS]

/**
 * Compiles a `FieldToMatch`; `undefined` when it is wrong or not honoured, which is in the report then.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-fields-list.html
 */
export function compileField(scope: AclScope, value: unknown, pointer: string): FieldReader | undefined {
  const field = readVariant(scope, value, pointer)
  if (field === undefined) return undefined
  const simple = SIMPLE.get(field.name)
  if (simple !== undefined) return simple
  if ((NOT_HONOURED as readonly string[]).includes(field.name))
    return notHonoured(scope, field.pointer, 'field-not-built', `Rules cannot look at ${field.name} here.`)
  const settings = readObject(scope, field.value, field.pointer)
  if (settings === undefined) return undefined
  if (isPairField(field.name)) return compilePairField(scope, field.name, settings, field.pointer)
  switch (field.name) {
    case 'SingleHeader':
      return compileHeader(scope, settings, field.pointer)
    case 'SingleQueryArgument':
      return compileArgument(scope, settings, field.pointer)
    case 'Body':
      return compileBody(scope, settings, field.pointer)
    case 'JsonBody':
      return compileJsonBody(scope, settings, field.pointer)
    default:
      return fault(scope, field.pointer, 'There is no such field.', { allowed: FIELDS })
  }
}

type Settings = Readonly<Record<string, unknown>>

function compileHeader(scope: AclScope, settings: Settings, pointer: string): FieldReader | undefined {
  checkKeys(scope, settings, pointer, ['Name'])
  const name = readText(scope, settings['Name'], `${pointer}/Name`)?.toLowerCase()
  if (name === undefined) return undefined
  return ({ request }) => request.headers.getAll(name).map(headerByteText)
}

function compileArgument(scope: AclScope, settings: Settings, pointer: string): FieldReader | undefined {
  checkKeys(scope, settings, pointer, ['Name'])
  const name = readText(scope, settings['Name'], `${pointer}/Name`)
  return name === undefined ? undefined : (inspection) => argumentValues(inspection, name)
}

/** The values of a query argument, its name in any case (documented), as they stand in the query. */
export function argumentValues({ query }: Inspection, name: string): string[] {
  const wanted = byteText(name).toLowerCase()
  return queryArguments(query)
    .filter(([key]) => key.toLowerCase() === wanted)
    .map(([, value]) => value)
}

// `;` separates too: API Gateway reads it so, and what it reads is what must be looked at.
function queryArguments(query: string): ReadonlyArray<readonly [name: string, value: string]> {
  if (query === '') return []
  return query.split(/[&;]/).map((part) => {
    const equals = part.indexOf('=')
    return equals < 0 ? ([part, ''] as const) : ([part.slice(0, equals), part.slice(equals + 1)] as const)
  })
}

function compileBody(scope: AclScope, settings: Settings, pointer: string): FieldReader | undefined {
  checkKeys(scope, settings, pointer, ['OversizeHandling'])
  const handling = readOversize(scope, settings, pointer, false)
  if (handling === undefined) return undefined
  return (inspection) =>
    inspection.isBodyOversize && handling !== 'CONTINUE' ? handling === 'MATCH' : [inspection.body]
}
