import type { DocumentationPart, Resource, RestApi } from '../api/model.js'
import type { ApiSettings } from './api-settings.js'

/** Settings that an API may start from; what is left out has the service's default. */
export type RestApiSettings = Partial<RestApi>

/** What a document says beside its settings. */
export type ApiContents = Pick<
  RestApi,
  | 'resources'
  | 'models'
  | 'authorizers'
  | 'requestValidators'
  | 'gatewayResponses'
  | 'documentationParts'
  | 'documentationVersion'
>

/** An API with the service's defaults: the root resource and nothing else. */
export function createRestApi(settings: RestApiSettings = {}, id?: string): RestApi {
  return {
    ...settings,
    protocolType: 'REST',
    ...(id === undefined ? {} : { id }),
    name: settings.name ?? '',
    apiKeySource: settings.apiKeySource ?? 'HEADER',
    binaryMediaTypes: settings.binaryMediaTypes ?? [],
    endpointConfiguration: settings.endpointConfiguration ?? {},
    disableExecuteApiEndpoint: settings.disableExecuteApiEndpoint ?? false,
    resources: settings.resources ?? new Map([['/', { path: '/', methods: new Map(), pointer: '' }]]),
    models: settings.models ?? new Map(),
    authorizers: settings.authorizers ?? new Map(),
    requestValidators: settings.requestValidators ?? new Map(),
    gatewayResponses: settings.gatewayResponses ?? new Map(),
    documentationParts: settings.documentationParts ?? [],
  }
}

/** The document's API in the base's place: of the base, its id, name and endpoint configuration stay. */
export function overwriteApi(base: RestApi, settings: ApiSettings, contents: ApiContents): RestApi {
  const kept = createRestApi({
    ...(base.id === undefined ? {} : { id: base.id }),
    name: base.name,
    endpointConfiguration: base.endpointConfiguration,
    ...(base.tags === undefined ? {} : { tags: base.tags }),
  })
  return { ...kept, ...settings, ...contents, endpointConfiguration: endpointsOf(base, settings) }
}

function endpointsOf(base: RestApi, settings: ApiSettings): RestApi['endpointConfiguration'] {
  return { ...base.endpointConfiguration, ...settings.endpointConfiguration }
}

/**
 * The document's API added to the base: methods, models, authorizers, validators and gateway responses of the same name
 * are replaced, the rest stays; binary media types are added (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html
 */
export function mergeApi(base: RestApi, settings: ApiSettings, contents: ApiContents): RestApi {
  return {
    ...base,
    ...settings,
    endpointConfiguration: endpointsOf(base, settings),
    binaryMediaTypes: [...new Set([...base.binaryMediaTypes, ...(settings.binaryMediaTypes ?? [])])],
    resources: mergeResources(base.resources, contents.resources),
    models: new Map([...base.models, ...contents.models]),
    authorizers: new Map([...base.authorizers, ...contents.authorizers]),
    requestValidators: new Map([...base.requestValidators, ...contents.requestValidators]),
    gatewayResponses: new Map([...base.gatewayResponses, ...contents.gatewayResponses]),
    documentationParts: mergeParts(base.documentationParts, contents.documentationParts),
    ...(contents.documentationVersion === undefined ? {} : { documentationVersion: contents.documentationVersion }),
  }
}

function mergeResources(base: RestApi['resources'], added: RestApi['resources']): Map<string, Resource> {
  const merged = new Map(base)
  for (const [path, resource] of added) {
    const before = merged.get(path)
    const methods = new Map([...(before?.methods ?? []), ...resource.methods])
    merged.set(path, { ...resource, methods })
  }
  return merged
}

/** Documented: of a part that is there already, each attribute of the new one replaces the old. */
function mergeParts(base: readonly DocumentationPart[], added: readonly DocumentationPart[]): DocumentationPart[] {
  const merged = new Map(base.map((part) => [locationKey(part), part]))
  for (const part of added) {
    const before = merged.get(locationKey(part))
    merged.set(locationKey(part), before === undefined ? part : { ...part, properties: mergeProperties(before, part) })
  }
  return [...merged.values()]
}

function locationKey({ location }: DocumentationPart): string {
  const { type, path, method, statusCode, name } = location
  return JSON.stringify([type, path, method, statusCode, name])
}

function mergeProperties(before: DocumentationPart, part: DocumentationPart): unknown {
  const [old, added] = [before.properties, part.properties]
  return isRecord(old) && isRecord(added) ? { ...old, ...added } : added
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
