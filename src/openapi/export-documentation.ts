import type { DocumentationLocation, DocumentationPart, RestApi } from '../api/model.js'

type Fields = Readonly<Record<string, unknown>>

/** The documentation of an API, as an export looks it up. */
export interface DocumentationLookup {
  /** Those properties of the part for the entity that its OpenAPI object may have. */
  textsOf(location: DocumentationLocation): Fields
  /** The whole `x-amazon-apigateway-documentation`, when there is a version. */
  readonly extension: Fields | undefined
}

/** Properties that flow into the exported entity; `deprecated` is never exported (documented). */
const FLOWING: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['API', ['info', 'tags', 'externalDocs']],
  ['AUTHORIZER', ['description']],
  ['MODEL', ['title', 'description', 'externalDocs']],
  ['RESOURCE', ['summary', 'description']],
  ['METHOD', ['summary', 'description', 'tags', 'externalDocs']],
])
const OTHERS: readonly string[] = ['description']

const INHERITING: ReadonlySet<string> = new Set([
  'METHOD',
  'QUERY_PARAMETER',
  'PATH_PARAMETER',
  'REQUEST_HEADER',
  'REQUEST_BODY',
  'RESPONSE',
  'RESPONSE_HEADER',
  'RESPONSE_BODY',
])

/**
 * Documentation parts by entity, with inheritance: a part for a path counts for the paths below it.
 *
 * @param version the snapshot that is attached to the stage; without one nothing is exported (recorded)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-content-representation.html
 */
export function documentationLookup(api: RestApi, version: string | undefined): DocumentationLookup {
  if (version === undefined) return { textsOf: () => ({}), extension: undefined }
  const parts = api.documentationParts.map((part) => ({ location: part.location, properties: fieldsOfPart(part) }))
  return {
    textsOf: (location) => {
      const part = mostSpecific(parts, location)
      const names = FLOWING.get(location.type) ?? OTHERS
      const flowing = Object.entries(part?.properties ?? {}).filter(([name]) => names.includes(name))
      return Object.fromEntries(flowing)
    },
    extension: { version, documentationParts: parts },
  }
}

interface ReadPart {
  readonly location: DocumentationLocation
  readonly properties: Fields
}

function fieldsOfPart({ properties }: DocumentationPart): Fields {
  const value = typeof properties === 'string' ? parsed(properties) : properties
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Competing parts: the longest path wins, then the exact status, then the exact method. */
function mostSpecific(parts: readonly ReadPart[], wanted: DocumentationLocation): ReadPart | undefined {
  let best: ReadPart | undefined
  for (const part of parts) {
    if (applies(part.location, wanted) && (best === undefined || isMoreSpecific(part.location, best.location)))
      best = part
  }
  return best
}

function applies(location: DocumentationLocation, wanted: DocumentationLocation): boolean {
  return (
    location.type === wanted.type &&
    location.name === wanted.name &&
    isPathMatch(location, wanted) &&
    isAnyOr(location.method, wanted.method) &&
    isAnyOr(location.statusCode, wanted.statusCode)
  )
}

function isPathMatch(location: DocumentationLocation, wanted: DocumentationLocation): boolean {
  if (wanted.path === undefined) return true
  const path = location.path ?? '/'
  if (path === wanted.path) return true
  return INHERITING.has(wanted.type) && wanted.path.startsWith(path === '/' ? '/' : `${path}/`)
}

function isAnyOr(value: string | undefined, wanted: string | undefined): boolean {
  return value === undefined || value === '*' || value === wanted
}

function isMoreSpecific(location: DocumentationLocation, other: DocumentationLocation): boolean {
  const rank = ({ path, statusCode, method }: DocumentationLocation): number[] => [
    path?.length ?? 0,
    isExact(statusCode),
    isExact(method),
  ]
  const [mine, theirs] = [rank(location), rank(other)]
  const difference = mine.findIndex((value, index) => value !== theirs[index])
  return difference !== -1 && (mine[difference] ?? 0) > (theirs[difference] ?? 0)
}

function isExact(value: string | undefined): number {
  return value === undefined || value === '*' ? 0 : 1
}
