export type { RoleCredentials, AwsCredentials } from './aws/service-credentials.js'
export type { ServiceEndpoints } from './aws/service-address.js'
export type { ServiceSigner, SigningScope } from './aws/sign-service-call.js'
export type { ServiceCaller } from './aws/call-service.js'
export { invokeSubtype, type SubtypeInvocation } from './aws/invoke-subtype.js'
export { checkSubtype, findSubtype, subtypeNames, type Subtype, type SubtypeFault } from './aws/subtypes.js'
export {
  createGatewayFunctions,
  createIntegrations,
  createServiceCaller,
  type IntegrationOptions,
} from './create-integrations.js'
export { checkIntegration, type IntegrationSettingFault, type IntegrationSurroundings } from './check-integration.js'
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
export { lambdaInvokeApi, type LambdaInvokeApiOptions } from './lambda/lambda-invoke-api.js'
export { lambdaOverHttp, type LambdaOverHttpOptions } from './lambda/lambda-over-http.js'
export { compileUri, fillStageVariables, greedyVariables, type CompiledUri } from './uri-template.js'
export { awslambda, streamifyResponse, type StreamingHandler } from './stream/streamify-response.js'
export { HttpResponseStream, type ResponseStream } from './stream/response-stream.js'
