import type { Context } from '../context.js'
import type { ApiState } from '../store/state.js'

const DRAFT4 = 'http://json-schema.org/draft-04/schema#'

// A new API has these two; methods may name them at once (recorded).
const DEFAULT_MODELS = [
  {
    name: 'Empty',
    description: 'This is a default empty schema model',
    schema: { $schema: DRAFT4, title: 'Empty Schema', type: 'object' },
  },
  {
    name: 'Error',
    description: 'This is a default error schema model',
    schema: { $schema: DRAFT4, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } },
  },
]

/** Adds the models that every new API has. */
export function addDefaultModels(context: Context, api: ApiState): void {
  for (const { schema, ...model } of DEFAULT_MODELS) {
    const text = JSON.stringify(schema, null, 2)
    api.models.set(model.name, { ...model, id: context.newId(6), schema: text, contentType: 'application/json' })
  }
}
