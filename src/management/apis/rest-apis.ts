import { toRestApi } from '../bridge/to-rest-api.js'
import { writeModel } from '../bridge/from-rest-api.js'
import { apiOf, type Context, type Handlers, settingsOf } from '../context.js'
import { badRequest } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { Input } from '../service-model/operations.js'
import { filled, present, someText } from '../store/fields.js'
import type { RestApiRecord } from '../store/records.js'
import { type ApiState, createApiState } from '../store/state.js'
import { checkApiSettings, endpointOf } from './api-settings.js'
import { addDefaultModels } from './default-models.js'
import { REST_API_PATCH } from './rest-api-patch.js'

/** An API as the service shows it: the text of its policy with its quotes escaped, as the service does. */
export function showApi(record: RestApiRecord): RestApiRecord {
  if (record.policy === undefined) return record
  return { ...record, policy: JSON.stringify(record.policy).slice(1, -1) }
}

/** After an update the tags are there, be there none (recorded). */
export function showUpdatedApi(record: RestApiRecord): RestApiRecord {
  return { ...showApi(record), tags: record.tags ?? {} }
}

/** Adds an API with its root resource. */
export function addApi(
  context: Context,
  settings: Omit<RestApiRecord, 'id' | 'createdDate' | 'rootResourceId'>,
): ApiState {
  const { state } = context
  const id = context.newId(10)
  const rootResourceId = context.newId(10)
  const api = createApiState(state.journal, id)
  state.apis.set(id, api)
  api.settings.set(id, { ...settings, id, createdDate: context.now(), rootResourceId })
  api.resources.set(rootResourceId, { id: rootResourceId, path: '/' })
  return api
}

function create(input: Input<'CreateRestApi'>, context: Context): RestApiRecord {
  checkApiSettings(input as Partial<RestApiRecord>)
  const { cloneFrom, endpointConfiguration, ...given } = input
  if (given.name === '') throw badRequest('Name cannot be an empty string')
  const source = cloneFrom === undefined ? undefined : apiOf(context, cloneFrom)
  const settings = present({
    ...given,
    tags: filled(given.tags as Readonly<Record<string, string>> | undefined),
    policy: someText(given.policy),
    binaryMediaTypes: filled(given.binaryMediaTypes),
    apiKeySource: given.apiKeySource ?? 'HEADER',
    endpointConfiguration: endpointOf(endpointConfiguration),
    disableExecuteApiEndpoint: given.disableExecuteApiEndpoint ?? false,
  })
  const api = addApi(context, settings)
  if (source === undefined) addDefaultModels(context, api)
  else writeModel(context, api, { ...toRestApi(source), name: given.name })
  return showApi(settingsOf(api))
}

/** The operations of APIs, but for import and export. */
export const restApiHandlers: Handlers<
  'CreateRestApi' | 'GetRestApi' | 'GetRestApis' | 'UpdateRestApi' | 'DeleteRestApi'
> = {
  CreateRestApi: create,
  GetRestApi: ({ restApiId }, context) => showApi(settingsOf(apiOf(context, restApiId))),
  GetRestApis: (input, { state }) =>
    pageOf(
      state.apis.values().map((api) => showApi(settingsOf(api))),
      input,
    ),
  UpdateRestApi: ({ restApiId, patchOperations }, context) => {
    const api = apiOf(context, restApiId)
    const patched = applyPatch(settingsOf(api), patchOperations, REST_API_PATCH)
    checkApiSettings(patched)
    return showUpdatedApi(api.settings.set(api.id, patched))
  },
  DeleteRestApi: ({ restApiId }, context) => {
    context.state.apis.delete(apiOf(context, restApiId).id)
  },
}
