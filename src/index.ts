/**
 * Postern: Amazon API Gateway as a library. This file is a table of contents.
 *
 * @module
 */

// Gateway
export { createGateway, type Gateway, type UpgradeRequest } from './gateway.js'

// Configuration
export type {
  ApiConfig,
  ApiId,
  ApiKey,
  CanarySettings,
  CredentialsProvider,
  GatewayConfig,
  GatewaySettings,
  MethodSetting,
  OpenApiDocument,
  QuotaSettings,
  StageConfig,
  StageName,
  ThrottleSettings,
  UsagePlan,
} from './config/types.js'
export type {
  WebSocketApiConfig,
  WebSocketAuthorizerConfig,
  WebSocketGatewayConfig,
  WebSocketIntegrationConfig,
  WebSocketIntegrationResponseConfig,
  WebSocketModelConfig,
  WebSocketRouteConfig,
  WebSocketRouteHandler,
  WebSocketRouteResponseConfig,
  WebSocketRoutes,
  WebSocketRouteSetting,
  WebSocketRouteSettings,
  WebSocketRouteTarget,
  WebSocketStageConfig,
} from './config/websocket-types.js'
export type { HttpApiConfig, HttpGatewayConfig, HttpStageConfig, RouteSetting } from './config/http-types.js'
export type { Finding } from './config/findings.js'
export type { Credential } from './sigv4/index.js'
export type { EndpointConfiguration, RestApi } from './api/model.js'
export type { HttpApi } from './api/http-model.js'

// Requests and responses
export type { BodyInput, ClientCertificate, HandleRequest, HeadersInput, TlsInfo } from './http/request.js'
export { createResponse, type HandleResponse, type ResponseBody } from './http/response.js'
export { HeaderList, type HeaderPairs } from './http/header-list.js'

// Web ACLs
export { createWebAcl } from './web-acl/index.js'
export type {
  CustomResponse,
  WebAcl,
  WebAclOptions,
  WebAclRequest,
  WebAclRules,
  WebAclsConfig,
  WebAclVerdict,
} from './web-acl/index.js'
export type { Locate, Position } from './stage/edge-position.js'

// Definitions
export { describeApi, exportApi, exportHttpApi, importApi, importHttpApi } from './openapi/index.js'
export type {
  ApiDescription,
  ExportOptions,
  ExportResult,
  HttpExportOptions,
  HttpExportResult,
  HttpImportOptions,
  HttpImportResult,
  ImportOptions,
  ImportResult,
} from './openapi/index.js'

// Who may call what
export {
  authorizationMatrix,
  type AuthorizationMatrix,
  type AuthorizationRule,
  type GuardKind,
  type MatrixEntry,
  type MatrixIdentity,
  type MatrixOptions,
  type MatrixRoute,
} from './authorization/index.js'

// APIs that change while they serve
export type {
  ApiExport,
  ApiExportOptions,
  Apis,
  ApiState,
  ApiSummary,
  CanarySummary,
  DeploymentSummary,
  DeployOptions,
  StageSummary,
} from './apis/index.js'
export type { ContractChange, ContractEffect, ContractSample, ContractStage, DiffOptions } from './contract/index.js'

// Moving between protocols
export { portability } from './portability/portability.js'
export type { PortabilityFinding, PortabilityLevel, PortabilityReport, RoutePortability } from './portability/types.js'

// Routes in code
export { enableCors } from './routes/index.js'
export type {
  CorsOptions,
  HttpCorsOptions,
  HttpRouteAuthorizer,
  HttpRouteConfig,
  HttpRouteEvent,
  HttpRouteHandler,
  HttpRoutes,
  RouteConfig,
  RouteEvent,
  RouteHandler,
  Routes,
} from './routes/index.js'

// Modules
export {
  type CachedResponse,
  type CacheEncryptionConfig,
  type CacheEncryptionKey,
  type CacheSize,
  type CacheStats,
  createEncryptedCache,
  createMemoryCache,
  type GatewayCacheStats,
  MAX_ENTRY_BYTES,
  type MemoryCacheOptions,
  type ResponseCache,
  type StageCacheStats,
} from './cache/index.js'
export type { CachedStage, GatewayCache } from './pipeline/rest/gateway-cache.js'
export {
  ADMITTED,
  createMemoryThrottle,
  type GatewayApiKeys,
  type GatewayUsage,
  type GatewayUsagePlans,
  type GatewayUsageQuery,
  type MemoryThrottleOptions,
  type Quota,
  QUOTA_EXCEEDED,
  type RegisteredKey,
  type RegisteredPlan,
  type ThrottleStore,
  type TokenBucket,
  type UsageReport,
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
export type { Transform, Transformer, TransformInput } from './transformer/types.js'
export type {
  ApiMapping,
  DomainConfig,
  DomainConfigs,
  RoutingCondition,
  RoutingMode,
  RoutingRule,
} from './stage/domain-types.js'
export type { ResolvedTarget } from './stage/resolve-target.js'
export type { StageDirectory, StageResolver, StageTarget } from './stage/types.js'

// WebSocket connections
export {
  type ClientSocket,
  type CommandReceiver,
  type Connection,
  type ConnectionAnswer,
  type ConnectionCommand,
  type ConnectionDescription,
  type ConnectionHub,
  type ConnectionRecord,
  type ConnectionScope,
  ConnectionsError,
  type ConnectionsErrorName,
  type ConnectionStore,
  createMemoryConnections,
  type FrameInfo,
  type SocketData,
  type StopListening,
} from './connections/index.js'
export type {
  WebSocketConnectEvent,
  WebSocketDisconnectEvent,
  WebSocketFunctionEvent,
  WebSocketMessageEvent,
  WebSocketRequestContext,
  WebSocketRouteEvent,
} from './events/websocket-event-types.js'
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
export type { ExplainedStep, ExplainOptions, Explanation } from './observe/explain.js'
export type { ObservedInvocation, StepObserver, StepReport } from './observe/observer.js'

// Errors
export { ConfigError, type ConfigFault, type ErrorCode, isPosternError, PosternError, UsageError } from './errors.js'
