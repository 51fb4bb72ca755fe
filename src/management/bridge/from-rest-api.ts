import type { RestApi } from '../../api/model.js'
import { describeApi } from '../../openapi/index.js'
import { partRecord, sameLocation } from '../apis/documentation-records.js'
import { type Context, settingsOf } from '../context.js'
import { present } from '../store/fields.js'
import type {
  AuthorizerRecord,
  GatewayResponseRecord,
  MethodRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
} from '../store/records.js'
import type { ApiState } from '../store/state.js'
import type { Table } from '../store/table.js'

type View = Readonly<Record<string, unknown>>

/** Makes the records of an API say what the model says. What has a name that was there before keeps its id. */
export function writeModel(context: Context, api: ApiState, model: RestApi): void {
  const view = describeApi(model)
  writeSettings(api, view.restApi)
  writeNamed<AuthorizerRecord>(context, api.authorizers, view.authorizers)
  writeNamed<RequestValidatorRecord>(context, api.requestValidators, view.requestValidators)
  writeModels(context, api, view.models)
  api.gatewayResponses.clear()
  for (const [type, response] of Object.entries(view.gatewayResponses))
    api.gatewayResponses.set(type, {
      responseParameters: {},
      responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
      defaultResponse: false,
      ...(response as Partial<GatewayResponseRecord>),
      responseType: type,
    })
  writeParts(context, api, model)
  writeResources(context, api, view.resources, view.methods)
}

function writeSettings(api: ApiState, view: View): void {
  const { id, createdDate, rootResourceId, endpointConfiguration } = settingsOf(api)
  const { policy, ...settings } = view as View & Partial<RestApiRecord>
  api.settings.set(
    api.id,
    present({
      ...(settings as unknown as RestApiRecord),
      endpointConfiguration: { ...endpointConfiguration, ...settings.endpointConfiguration },
      policy: policy === undefined || typeof policy === 'string' ? policy : JSON.stringify(policy),
      id,
      createdDate,
      rootResourceId,
    }),
  )
}

function writeNamed<T extends { readonly id: string; readonly name?: string }>(
  context: Context,
  table: Table<T>,
  views: Readonly<Record<string, View>>,
): void {
  const ids = new Map(table.values().map(({ id, name = id }) => [name, id]))
  table.clear()
  for (const [name, view] of Object.entries(views)) {
    const id = ids.get(name) ?? context.newId(6)
    table.set(id, { ...view, id } as unknown as T)
  }
}

function writeModels(context: Context, { models }: ApiState, views: Readonly<Record<string, View>>): void {
  const ids = new Map(models.values().map(({ id, name }) => [name, id]))
  models.clear()
  for (const [name, { schema, contentType, description }] of Object.entries(views))
    models.set(
      name,
      present({
        id: ids.get(name) ?? context.newId(6),
        name,
        description: description as string | undefined,
        contentType: String(contentType),
        schema: typeof schema === 'string' ? schema : JSON.stringify(schema, null, 2),
      }),
    )
}

function writeParts(context: Context, { documentationParts }: ApiState, { documentationParts: parts }: RestApi): void {
  const before = documentationParts.values()
  documentationParts.clear()
  for (const { location, properties } of parts) {
    const text = typeof properties === 'string' ? properties : JSON.stringify(properties)
    const part = partRecord(context.newId(6), location, text)
    const id = before.find((each) => sameLocation(each, part))?.id ?? part.id
    documentationParts.set(id, { ...part, id })
  }
}

function writeResources(
  context: Context,
  api: ApiState,
  paths: readonly string[],
  methods: Readonly<Record<string, View>>,
): void {
  const ids = new Map(api.resources.values().map(({ id, path }) => [path, id]))
  for (const path of paths) if (!ids.has(path)) ids.set(path, context.newId(6))
  const authorizers = new Map(api.authorizers.values().map(({ id, name }) => [name, id]))
  const validators = new Map(api.requestValidators.values().map(({ id, name }) => [name, id]))
  api.resources.clear()
  for (const path of paths) {
    const id = ids.get(path) ?? ''
    const resourceMethods = Object.fromEntries(
      Object.entries(methods)
        .filter(([key]) => key.slice(key.indexOf(' ') + 1) === path)
        .map(([key, view]) => [key.slice(0, key.indexOf(' ')), methodRecord(view, id, { authorizers, validators })]),
    )
    const place = path === '/' ? {} : placeOf(path, ids)
    const held = Object.keys(resourceMethods).length > 0
    api.resources.set(id, { id, path, ...place, ...(held && { resourceMethods }) })
  }
}

function placeOf(path: string, ids: ReadonlyMap<string, string>): Pick<ResourceRecord, 'parentId' | 'pathPart'> {
  const slash = path.lastIndexOf('/')
  const parentId = ids.get(path.slice(0, slash) || '/')
  return present({ parentId, pathPart: path.slice(slash + 1) })
}

interface Ids {
  readonly authorizers: ReadonlyMap<string | undefined, string>
  readonly validators: ReadonlyMap<string | undefined, string>
}

// The view names authorizer, validator and integration; the records hold ids, and the cache namespace is the resource.
function methodRecord(view: View, resourceId: string, { authorizers, validators }: Ids): MethodRecord {
  const { authorizer, requestValidator, methodIntegration, ...others } = view
  const integration = methodIntegration as MethodRecord['methodIntegration']
  return present({
    ...(others as unknown as MethodRecord),
    authorizerId: authorizers.get(authorizer as string | undefined),
    requestValidatorId: validators.get(requestValidator as string | undefined),
    methodIntegration: integration && { ...integration, cacheNamespace: integration.cacheNamespace ?? resourceId },
  })
}
