import type { HttpClient } from '../types.js'
import { createHttpClient } from './create-http-client.js'
import { fetchHttpClient } from './fetch-http-client.js'

/** The HTTP client of a gateway that was given none: undici on Node, `fetch` elsewhere. Made at its first call. */
export function createDefaultHttpClient(): HttpClient {
  let client: HttpClient | undefined
  return (call) => (client ??= isNode() ? createHttpClient() : fetchHttpClient())(call)
}

// Bun and Deno have Node's `process` too, but their own sockets under `fetch`.
function isNode(): boolean {
  const versions: Readonly<Record<string, string | undefined>> = globalThis.process?.versions ?? {}
  return versions['node'] !== undefined && versions['bun'] === undefined && versions['deno'] === undefined
}
