/**
 * Postern: Amazon API Gateway as a library. This file is a table of contents.
 *
 * @module
 */

// Gateway
export { createGateway, type Gateway } from './gateway.js'

// Configuration
export type {
  ApiConfig,
  ApiId,
  ApiKey,
  CanarySettings,
  CredentialsProvider,
  GatewayConfig,
  MethodSetting,
  OpenApiDocument,
  QuotaSettings,
  StageConfig,
  StageName,
  ThrottleSettings,
  UsagePlan,
} from './config/types.js'
export type { Finding } from './config/findings.js'
export type { Credential } from './sigv4/index.js'
export type { EndpointConfiguration, RestApi } from './api/model.js'

// Requests and responses
export type { BodyInput, ClientCertificate, HandleRequest, HeadersInput, TlsInfo } from './http/request.js'
export { createResponse, type HandleResponse, type ResponseBody } from './http/response.js'
export { HeaderList, type HeaderPairs } from './http/header-list.js'

// Definitions
export { describeApi, exportApi, importApi } from './openapi/index.js'
export type { ApiDescription, ExportOptions, ExportResult, ImportOptions, ImportResult } from './openapi/index.js'

// Routes in code
export { enableCors } from './routes/index.js'
export type { CorsOptions, RouteConfig, RouteEvent, RouteHandler, Routes } from './routes/index.js'

// Modules
export {
  type CachedResponse,
  type CacheStats,
  createEncryptedCache,
  createMemoryCache,
  MAX_ENTRY_BYTES,
  type MemoryCacheOptions,
  type ResponseCache,
} from './cache/index.js'
export {
  ADMITTED,
  createMemoryThrottle,
  type MemoryThrottleOptions,
  type Quota,
  QUOTA_EXCEEDED,
  type ThrottleStore,
  type TokenBucket,
} from './throttle/index.js'
export {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  type AuthorizerRequest,
  type AuthorizerResults,
  createMemoryResults,
  type StoredOutput,
} from './authorizer/index.js'
export type { StageDirectory, StageResolver, StageTarget } from './stage/types.js'
export {
  type CallInfo,
  type EndpointResponse,
  type FunctionError,
  type FunctionInvocation,
  type FunctionOutcome,
  type HttpCall,
  type HttpClient,
  type Integration,
  type IntegrationFactory,
  IntegrationFault,
  type IntegrationFaultKind,
  type IntegrationRequest,
  type Invoker,
  type LambdaHandler,
  type ServiceCall,
  type ServiceEndpoint,
} from './integration/types.js'

export {
  awslambda,
  createHttpClient,
  fetchHttpClient,
  HttpResponseStream,
  lambdaInvokeApi,
  lambdaOverHttp,
  streamifyResponse,
} from './integration/index.js'

// The outside world
export type { Clock, TimerHandle } from './runtime/clock.js'
export type { Random } from './runtime/random.js'
export type { Logger } from './runtime/logger.js'
export type { ObservedInvocation, StepObserver, StepReport } from './observe/observer.js'

// Errors
export { ConfigError, type ConfigFault, type ErrorCode, isPosternError, PosternError, UsageError } from './errors.js'
