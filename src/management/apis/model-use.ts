import type { ApiState } from '../store/state.js'

/** Where a model is used, in the words of the service's refusal to delete it; the root's path is `/` (recorded). */
export function modelUse(api: ApiState, name: string): string | undefined {
  for (const { path, resourceMethods = {} } of api.resources.values()) {
    for (const [httpMethod, { requestModels = {}, methodResponses = {} }] of Object.entries(resourceMethods)) {
      if (Object.values(requestModels).includes(name)) return `method request: ${path}/${httpMethod}`
      for (const [statusCode, { responseModels = {} }] of Object.entries(methodResponses))
        if (Object.values(responseModels).includes(name)) return `method response: ${path}/${httpMethod}/${statusCode}`
    }
  }
  const referring = api.models.values().find(({ schema }) => schema.includes(`/models/${name}"`))
  return referring === undefined ? undefined : `model: ${referring.name}`
}
