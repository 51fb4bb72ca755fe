import type { RestApi } from '../api/model.js'
import { compileModel, type ModelValidator } from '../schema/index.js'

/** The validators of an API's models by name, each made when it is first needed. */
export function createModelStore(api: Pick<RestApi, 'models'>): (name: string) => ModelValidator {
  const compiled = new Map<string, ModelValidator>()
  const schemaOf = (name: string): unknown => api.models.get(name)?.schema
  return (name) => {
    let model = compiled.get(name)
    if (model === undefined) {
      // Models refer to each other by the URL that the service gives them, whose last part is the name.
      model = compileModel(schemaOf(name) ?? {}, { resolve: (ref) => schemaOf(ref.slice(ref.lastIndexOf('/') + 1)) })
      compiled.set(name, model)
    }
    return model
  }
}
