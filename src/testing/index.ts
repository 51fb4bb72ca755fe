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

// Identities
export { testIdentity, type TestIdentity, type TestIdentityOptions } from './identities.js'
export { createTestIssuer, type TestIssuer, type TestIssuerOptions } from './identities-issuer.js'
export { createTestApiKey, type TestApiKey, type TestApiKeyOptions } from './identities-key.js'
export { createTestSigner, type TestSigner, type TestSignerOptions } from './identities-signed.js'

// WebSocket clients
export { connectClient, ConnectRefusedError } from './websocket-client.js'
export type { ClientClose, ClientOptions, ConnectableGateway, TestClient } from './websocket-client.js'

// Contract suites of the modules
export { authorizerContract, type AuthorizerCaller, type AuthorizerSubject } from './contracts/authorizer.js'
export { cacheContract } from './contracts/cache.js'
export { connectionsContract } from './contracts/connections.js'
export type { ContractTest } from './contracts/contract.js'
export { integrationContract, type BackendMood, type IntegrationSubject } from './contracts/integration.js'
export { throttleContract } from './contracts/throttle.js'
export { stageContract } from './contracts/stage.js'
export { transformerContract, type TransformerSubject } from './contracts/transformer.js'
