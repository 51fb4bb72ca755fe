import type { MethodRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'

/** The first method that the test is true of, as the service names it: `/pets/GET`. */
export function methodUsing(api: ApiState, test: (method: MethodRecord) => boolean): string | undefined {
  for (const { path, resourceMethods = {} } of api.resources.values())
    for (const [httpMethod, method] of Object.entries(resourceMethods)) if (test(method)) return `${path}/${httpMethod}`
  return undefined
}
