import type { DocumentationLocation, DocumentationPart } from '../api/model.js'
import type { DocumentObject } from './document-tree.js'
import { isDocumentObject, itemsOf, textOf, toPlainValue } from './document-tree.js'
import type { ImportContext } from './import-context.js'
import { optional, refuse } from './import-context.js'

const EXTENSION = 'x-amazon-apigateway-documentation'

/** The kinds of part, by the fields of their location beside `type`. */
const LOCATION_FIELDS: ReadonlyMap<string, readonly LocationField[]> = new Map<string, readonly LocationField[]>([
  ['API', []],
  ['AUTHORIZER', ['name']],
  ['MODEL', ['name']],
  ['RESOURCE', ['path']],
  ['METHOD', ['path', 'method']],
  ['QUERY_PARAMETER', ['path', 'method', 'name']],
  ['PATH_PARAMETER', ['path', 'method', 'name']],
  ['REQUEST_HEADER', ['path', 'method', 'name']],
  ['REQUEST_BODY', ['path', 'method']],
  ['RESPONSE', ['path', 'method', 'statusCode']],
  ['RESPONSE_BODY', ['path', 'method', 'statusCode']],
  ['RESPONSE_HEADER', ['path', 'method', 'statusCode', 'name']],
])

type LocationField = 'path' | 'method' | 'statusCode' | 'name'

/** Documentation parts of the document, and their version. */
export interface ImportedDocumentation {
  readonly parts: readonly DocumentationPart[]
  readonly version?: string
}

/**
 * Reads `x-amazon-apigateway-documentation`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-documentation.html
 */
export function importDocumentation(context: ImportContext): ImportedDocumentation {
  const extension = context.document[EXTENSION]
  if (!isDocumentObject(extension)) return { parts: [] }
  const parts = itemsOf(extension['documentationParts']).flatMap((part, index) => {
    const pointer = `/${EXTENSION}/documentationParts/${index}`
    if (!isDocumentObject(part) || !isDocumentObject(part['location'])) {
      refuse(context, pointer, 'A documentation part has a location and properties.', { found: part })
      return []
    }
    const location = importLocation(context, part['location'], `${pointer}/location`)
    return location === undefined ? [] : [{ location, properties: propertiesOf(part) }]
  })
  return { parts, ...optional('version', textOf(extension['version'])) }
}

/** Recorded: a location that could have a path and has none gets the root's; other fields stay away. */
function importLocation(
  context: ImportContext,
  written: DocumentObject,
  pointer: string,
): DocumentationLocation | undefined {
  const type = textOf(written['type'])?.toUpperCase()
  const fields = LOCATION_FIELDS.get(type ?? '')
  if (type === undefined || fields === undefined) {
    refuse(context, `${pointer}/type`, 'The location of a documentation part has a known type.', {
      found: written['type'],
      allowed: [...LOCATION_FIELDS.keys()],
    })
    return undefined
  }
  const location: Record<string, string> = {}
  for (const field of fields) {
    const value = textOf(written[field]) ?? (field === 'path' ? '/' : undefined)
    if (value !== undefined) location[field] = value
  }
  return { type, ...location }
}

function propertiesOf(part: DocumentObject): unknown {
  const properties = part['properties']
  return properties === undefined ? {} : toPlainValue(properties)
}
