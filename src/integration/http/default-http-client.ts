import type { HttpClient } from '../types.js'
import { createHttpClient, type PooledHttpClient } from './create-http-client.js'
import { fetchHttpClient } from './fetch-http-client.js'

/** The HTTP client of a gateway that was given none: undici on Node, `fetch` elsewhere. Made at its first call. */
export function createDefaultHttpClient(): PooledHttpClient {
  let pooled: PooledHttpClient | undefined
  let plain: HttpClient | undefined
  const send: HttpClient = (call) =>
    isNode() ? (pooled ??= createHttpClient())(call) : (plain ??= fetchHttpClient())(call)
  return Object.assign(send, { close: async () => pooled?.close() })
}

// Bun and Deno have Node's `process` too, but their own sockets under `fetch`.
function isNode(): boolean {
  const versions: Readonly<Record<string, string | undefined>> = globalThis.process?.versions ?? {}
  return versions['node'] !== undefined && versions['bun'] === undefined && versions['deno'] === undefined
}
