import type { ComparisonResult } from '../harness.js'

/** The rows by name, each loaded in a process of its own: what one teaches the compiler must not cost another. */
export const ROWS: Readonly<Record<string, () => Promise<ComparisonResult[]>>> = {
  '1a-1c-in-process': async () => (await import('./in-process.js')).inProcess(),
  '1b-many-routes': async () => (await import('./in-process.js')).inProcessMany(),
  '2-lambda': async () => (await import('./lambda.js')).lambda(),
  '2-http-api': async () => (await import('./http-api.js')).httpApi(),
  '4-mapping': async () => (await import('./mapping.js')).mapping(),
  '5-cache': async () => (await import('./cache-hit.js')).cacheHit(),
  '6a-throttle': async () => (await import('./throttle-decision.js')).throttleDecision(),
  '7-proxy': async () => (await import('./proxy.js')).proxy(),
  '10-websocket': async () => (await import('./websocket.js')).websocket(),
  seam: async () => (await import('./seam.js')).seam(),
  '9-auth': async () => (await import('./auth.js')).auth(),
  '11-many-apis': async () => (await import('./apis.js')).manyApis(),
}
