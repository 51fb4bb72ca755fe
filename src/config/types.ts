import type { OpenAPIV2, OpenAPIV3 } from 'openapi-types'
import type { ApiKeySource, EndpointConfiguration } from '../api/model.js'
import type { RoleCredentials } from '../integration/aws/service-credentials.js'
import type { VpcLinks } from '../integration/http/vpc-links.js'
import type { StreamingHandler } from '../integration/stream/streamify-response.js'
import type { HttpClient, IntegrationFactory, Invoker, LambdaHandler, ServiceEndpoint } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'
import type { Logger } from '../runtime/logger.js'
import type { Random } from '../runtime/random.js'
import type { RouteAuthorizer, Routes, RouteValidator } from '../routes/route-types.js'
import type { CorsOptions } from '../routes/cors-settings.js'
import type { Authorizer, AuthorizerResults } from '../authorizer/types.js'
import type { CacheEncryptionConfig } from '../cache/encryption-keys.js'
import type { ResponseCache } from '../cache/types.js'
import type { Credential } from '../sigv4/types.js'
import type { ThrottleStore } from '../throttle/types.js'
import type { StepObserver } from '../observe/observer.js'
import type { DomainConfigs } from '../stage/domain-types.js'
import type { StageResolver } from '../stage/types.js'
import type { Transformer } from '../transformer/types.js'
import type { Locate } from '../stage/edge-position.js'
import type { WebAclsConfig } from '../web-acl/index.js'
import type { Finding } from './findings.js'
import type { WebSocketApiConfig } from './websocket-types.js'
import type { ConnectionStore } from '../connections/types.js'
import type { HttpApiConfig } from './http-types.js'

/** An OpenAPI 3.0 or Swagger 2.0 document with the `x-amazon-apigateway-*` extensions. */
export type OpenApiDocument = OpenAPIV3.Document | OpenAPIV2.Document | Readonly<Record<string, unknown>>

export type ApiId = string
export type StageName = string

/** `methodSettings` of a stage: one record a `path/METHOD` key, `*` for all. */
export interface MethodSetting {
  /** Requests a second; default: the account's. */
  readonly throttlingRateLimit?: number
  /** Size of the bucket; default: the account's. */
  readonly throttlingBurstLimit?: number
  readonly cachingEnabled?: boolean
  /** Seconds, 0–3600; default 300. */
  readonly cacheTtlInSeconds?: number
  /** Entries are sealed with AES-256-GCM; needs `cacheEncryption` of the gateway. */
  readonly cacheDataEncrypted?: boolean
  /** Default true. */
  readonly requireAuthorizationForCacheControl?: boolean
  /** Default `SUCCEED_WITH_RESPONSE_HEADER`. */
  readonly unauthorizedCacheControlHeaderStrategy?:
    | 'FAIL_WITH_403'
    | 'SUCCEED_WITH_RESPONSE_HEADER'
    | 'SUCCEED_WITHOUT_RESPONSE_HEADER'
  readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO'
  readonly dataTraceEnabled?: boolean
  readonly metricsEnabled?: boolean
}

/** A canary release on a stage. */
export interface CanarySettings {
  /** Share of the requests, 0–100. */
  readonly percentTraffic?: number
  readonly stageVariableOverrides?: Readonly<Record<string, string>>
  readonly useStageCache?: boolean
  /** The definition under test; default: the API's own. */
  readonly definition?: OpenApiDocument | string
}

/** Settings of a stage, in the service's names. */
export interface StageConfig {
  readonly variables?: Readonly<Record<string, string>>
  readonly methodSettings?: Readonly<Record<string, MethodSetting>>
  readonly cacheClusterEnabled?: boolean
  /** Gigabytes, as text: `'0.5'` … `'237'`. */
  readonly cacheClusterSize?: string
  readonly canarySettings?: CanarySettings
  readonly tracingEnabled?: boolean
  readonly deploymentId?: string
  readonly description?: string
  readonly documentationVersion?: string
  readonly webAclArn?: string
  readonly clientCertificateId?: string
}

/** One REST API: a definition, or routes in code. */
export interface ApiConfig<RouteKeys extends string = string> {
  /** Default `REST`. */
  readonly protocolType?: 'REST'
  readonly definition?: OpenApiDocument | string
  /** Code first: `'GET /pets/{petId}'` → handler or settings. */
  readonly routes?: Routes<RouteKeys>
  /** For `routes`: JSON schemas by name. */
  readonly models?: Readonly<Record<string, object>>
  /** Authorizers by name: your own in place of those of the definition, or, for `routes`, descriptions of them. */
  readonly authorizers?: Readonly<Record<string, Authorizer | RouteAuthorizer>>
  /** For `routes`: request validators by name. */
  readonly requestValidators?: Readonly<Record<string, RouteValidator>>
  /** For `routes`: gateway responses by type, as `x-amazon-apigateway-gateway-responses`. */
  readonly gatewayResponses?: Readonly<Record<string, object>>
  /** For `routes` that do not say it themselves: adds what the console's "Enable CORS" adds. */
  readonly cors?: boolean | CorsOptions
  /** Default: one stage, `prod`. */
  readonly stages?: Readonly<Record<StageName, StageConfig>>
  /** Values for `Ref`, `Fn::Sub` … in the definition, by logical id, parameter or pseudo parameter. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly endpointConfiguration?: EndpointConfiguration
  readonly disableExecuteApiEndpoint?: boolean
  readonly policy?: unknown
  readonly binaryMediaTypes?: readonly string[]
  readonly apiKeySource?: ApiKeySource
  /** Bytes, 0–10,485,760. */
  readonly minimumCompressionSize?: number
  /** Accepts OpenAPI 3.1 documents, which the service refuses; default false. */
  readonly acceptOpenApi31?: boolean
}

/** Looks up the callers of IAM methods, and the keys of the roles that integrations assume. */
export interface CredentialsProvider {
  /** The holder of an access key; `undefined` when there is none. A look-up that throws refuses the request. */
  lookup?(accessKeyId: string): Credential | undefined | Promise<Credential | undefined>
  /** Keys of a role, for calls of AWS services. */
  role?: RoleCredentials
}

/** An API key of the account. */
export interface ApiKey {
  readonly id?: string
  readonly name?: string
  readonly value: string
  /** Default true. */
  readonly enabled?: boolean
}

export interface ThrottleSettings {
  /** Tokens a second. */
  readonly rateLimit?: number
  readonly burstLimit?: number
}

export interface QuotaSettings {
  readonly limit: number
  readonly period: 'DAY' | 'WEEK' | 'MONTH'
  /** Requests taken off the limit in the first period. */
  readonly offset?: number
}

export interface UsagePlan {
  readonly id?: string
  readonly name?: string
  readonly throttle?: ThrottleSettings
  readonly quota?: QuotaSettings
  /** Which stages the plan covers; `throttle` by `/path/METHOD`. */
  readonly apiStages?: ReadonlyArray<{
    readonly apiId?: ApiId
    readonly stage: StageName
    readonly throttle?: Readonly<Record<string, ThrottleSettings>>
  }>
  readonly apiKeyIds?: readonly string[]
}

/** What `createGateway` takes for one REST API, or for several APIs of any protocol under `apis`. */
export interface GatewayConfig<RouteKeys extends string = string> extends ApiConfig<RouteKeys>, GatewaySettings {}

/** What stands behind and around the APIs of a gateway. */
export interface GatewaySettings {
  /** Several APIs by id; each has a host of its own, `{id}.execute-api.{region}.amazonaws.com`. */
  readonly apis?: Readonly<Record<ApiId, ApiConfig | HttpApiConfig | WebSocketApiConfig>>
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string; readonly throttle?: ThrottleSettings }
  /** Custom domain names: mappings, routing rules, mutual TLS, access associations. */
  readonly domains?: DomainConfigs
  /** Web ACLs by ARN or name: rules in the JSON of AWS WAF, or a module of your own. Stages name theirs by `webAclArn`. */
  readonly webAcls?: WebAclsConfig
  /** Tells where an address is: countries of web ACLs, the headers of edge-optimized APIs. */
  readonly locate?: Locate
  readonly apiKeys?: readonly ApiKey[]
  readonly usagePlans?: readonly UsagePlan[]
  /** By name, `name:qualifier` or ARN, after stage variables are put in. */
  readonly functions?: Readonly<Record<string, LambdaHandler | StreamingHandler | Invoker>>
  /** `copy` gives functions copies, as a process boundary would; default `none`. */
  readonly isolation?: 'none' | 'copy'
  readonly http?: HttpClient
  /** Holds token buckets and quotas; default: in memory. */
  readonly throttle?: ThrottleStore
  /** Holds the responses of cached methods; default: in memory, 64 MiB. */
  readonly cache?: ResponseCache
  /** Keys for methods with `cacheDataEncrypted`, in memory as in any other store; without them such a method is a fault. */
  readonly cacheEncryption?: CacheEncryptionConfig
  /** Concurrent misses of one cache key make one call, in each process; default `false`, as the service. */
  readonly cacheCoalescing?: boolean
  /** Knows which process holds which WebSocket connection; default: in memory, of this process. */
  readonly connections?: ConnectionStore
  /** Keeps the results of authorizers for their TTL; default: in memory. */
  readonly authorizerResults?: AuthorizerResults
  /** Who holds an access key, for `AWS_IAM`; without it every signed request is refused. */
  readonly credentials?: CredentialsProvider
  /** VPC links by id: where their targets are. */
  readonly vpcLinks?: VpcLinks
  /** Finds the stage that a request is for; default: the service's own addresses. */
  readonly stage?: StageResolver
  /** AWS services by name. */
  readonly services?: Readonly<Record<string, ServiceEndpoint>>
  /** Integrations by type: the service's, replaced, or types of your own. */
  readonly integrations?: Readonly<Record<string, IntegrationFactory>>
  /** By the media type of a mapping template: what compiles and renders it in place of VTL. */
  readonly transformers?: Readonly<Record<string, Transformer>>
  /** Watches the steps of every request; without one, watching costs nothing. */
  readonly observer?: StepObserver
  readonly clock?: Clock
  readonly random?: Random
  /** `false` silences even the causes of the gateway's own 5xx. */
  readonly logger?: Logger | false
  /** May accept (`false`) or raise (`'error'`) a finding. */
  readonly onFinding?: (finding: Finding) => Finding['level'] | false | undefined | void
}
