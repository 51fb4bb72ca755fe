/** The authorizer module: who may call. */
export { compileIdentity, type IdentityReader } from './identity.js'
export { callAuthorizerFunction, createLambdaAuthorizer } from './lambda-authorizer.js'
export { readAuthorizerOutput, readSimpleOutput } from './output.js'
export { createMemoryResults } from './memory-results.js'
export {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  type AuthorizerRequest,
  type AuthorizerResults,
  type StoredOutput,
} from './types.js'
