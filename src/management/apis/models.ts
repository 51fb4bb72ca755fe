import { apiOf, type Context, type Handlers } from '../context.js'
import { badRequest, conflict, notFound } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { textValue } from '../patch/values.js'
import { present, someText } from '../store/fields.js'
import type { ModelRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { modelTemplate } from './model-template.js'
import { modelUse } from './model-use.js'

const MODEL_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [
    { path: '/description', ops: ['replace'] },
    { path: '/schema', ops: ['replace'], value: textValue },
  ],
}

interface Found {
  readonly api: ApiState
  readonly model: ModelRecord
}

// Of an API that is not there the service says that the model is not (recorded).
function modelOf({ state }: Context, restApiId: string, name: string): Found {
  const api = state.apis.get(restApiId)
  const model = api?.models.get(name)
  if (api === undefined || model === undefined) throw notFound(`Invalid model name specified: ${name}`)
  return { api, model }
}

function checkSchema({ schema, contentType }: ModelRecord): void {
  if (schema.trim() === '') throw badRequest('Model schema must have at least 1 property or array items defined')
  if (contentType === 'application/json' && !isJsonObject(schema))
    throw badRequest(
      'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]',
    )
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** The operations of models. */
export const modelHandlers: Handlers<
  'CreateModel' | 'GetModel' | 'GetModels' | 'GetModelTemplate' | 'UpdateModel' | 'DeleteModel'
> = {
  CreateModel: ({ restApiId, name, description, schema = '', contentType }, context) => {
    const { models } = apiOf(context, restApiId)
    if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`)
    if (models.has(name)) throw conflict('Model name already exists for this REST API')
    const model = present({ id: context.newId(6), name, description: someText(description), schema, contentType })
    checkSchema(model)
    return models.set(name, model)
  },
  GetModel: ({ restApiId, modelName }, context) => modelOf(context, restApiId, modelName).model,
  GetModels: (input, context) => pageOf(apiOf(context, input.restApiId).models.values(), input),
  GetModelTemplate: ({ restApiId, modelName }, context) => {
    const { api, model } = modelOf(context, restApiId, modelName)
    return { value: modelTemplate(model, (name) => api.models.get(name)) }
  },
  UpdateModel: ({ restApiId, modelName, patchOperations }, context) => {
    const { api, model } = modelOf(context, restApiId, modelName)
    const patched = applyPatch(model, patchOperations, MODEL_PATCH)
    checkSchema(patched)
    return api.models.set(modelName, patched)
  },
  DeleteModel: ({ restApiId, modelName }, context) => {
    const { api } = modelOf(context, restApiId, modelName)
    const use = modelUse(api, modelName)
    if (use !== undefined) throw conflict(`Cannot delete model '${modelName}', is referenced in ${use}`)
    api.models.delete(modelName)
  },
}
