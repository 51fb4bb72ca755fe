/**
 * `postern/testing`: a clock and a seed that the test holds, and requests built from parts.
 *
 * @module
 */

// Time and chance
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.js'
export { createSeededIds, createSeededRandom } from './seeded-random.js'
export type { IdSource } from '../runtime/ids.js'

// Requests
export { buildRequest, type BuiltRequest, type QueryValue, type RequestParts } from './build-request.js'

// Contract suites of the modules
export { cacheContract } from './contracts/cache.js'
export type { ContractTest } from './contracts/contract.js'
export { integrationContract, type BackendMood, type IntegrationSubject } from './contracts/integration.js'
export { throttleContract } from './contracts/throttle.js'
