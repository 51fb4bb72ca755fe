import type { EndpointResponse } from '../integration/types.js'

/** What a function returned: in process the value itself, over the wire its JSON; `undefined` when that is none. */
export function resultOf(endpoint: EndpointResponse): unknown {
  if (endpoint.result !== undefined || typeof endpoint.body !== 'string') return endpoint.result
  try {
    return JSON.parse(endpoint.body)
  } catch {
    return undefined
  }
}
