export type { RoleCredentials, AwsCredentials } from './aws/service-credentials.js'
export type { ServiceEndpoints } from './aws/service-address.js'
export type { ServiceSigner, SigningScope } from './aws/sign-service-call.js'
export { createGatewayFunctions, createIntegrations, type IntegrationOptions } from './create-integrations.js'
export { callWithDeadline, type DeadlineInfo } from './call-with-deadline.js'
export { createDeadlineQueue, type DeadlineQueue } from './deadline-queue.js'
export { createDefaultHttpClient } from './http/default-http-client.js'
export {
  createHttpClient,
  type HttpClientOptions,
  type HttpTlsOptions,
  type PooledHttpClient,
} from './http/create-http-client.js'
export { fetchHttpClient, type FetchHttpClientOptions } from './http/fetch-http-client.js'
export type { VpcLinkConfig, VpcLinks } from './http/vpc-links.js'
export {
  createFunctionRegistry,
  findFunction,
  type FunctionRegistry,
  type FunctionRegistryOptions,
  type RegisteredFunction,
} from './lambda/function-registry.js'
export { parseFunctionReference, parseFunctionUri, type FunctionTarget } from './lambda/function-uri.js'
export { lambdaOverHttp, type LambdaOverHttpOptions } from './lambda/lambda-over-http.js'
export { compileUri, fillStageVariables, greedyVariables, type CompiledUri } from './uri-template.js'
