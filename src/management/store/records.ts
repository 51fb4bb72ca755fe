/** What the control plane keeps: plain records in the service's own field names. Points in time are seconds since 1970. */
type TextMap = Readonly<Record<string, string>>
/** Templates: an empty one is `null` (recorded). */
type TemplateMap = Readonly<Record<string, string | null>>
type FlagMap = Readonly<Record<string, boolean>>

/** An API’s own settings. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export interface RestApiRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly createdDate: number
  readonly version?: string
  readonly binaryMediaTypes?: readonly string[]
  readonly minimumCompressionSize?: number
  readonly apiKeySource: string
  readonly endpointConfiguration: {
    readonly types: readonly string[]
    readonly ipAddressType: string
    readonly vpcEndpointIds?: readonly string[]
  }
  readonly policy?: string
  readonly tags?: TextMap
  readonly disableExecuteApiEndpoint: boolean
  readonly rootResourceId: string
  readonly securityPolicy?: string
  readonly endpointAccessMode?: string
}

/** A resource with its methods, by HTTP method. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html */
export interface ResourceRecord {
  readonly id: string
  readonly parentId?: string
  readonly pathPart?: string
  readonly path: string
  readonly resourceMethods?: Readonly<Record<string, MethodRecord>>
}

/** A method with its responses, by status code, and its integration. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html */
export interface MethodRecord {
  readonly httpMethod: string
  readonly authorizationType: string
  readonly authorizerId?: string
  readonly authorizationScopes?: readonly string[]
  readonly apiKeyRequired: boolean
  readonly requestValidatorId?: string
  readonly operationName?: string
  readonly requestParameters?: FlagMap
  readonly requestModels?: TextMap
  readonly methodResponses?: Readonly<Record<string, MethodResponseRecord>>
  readonly methodIntegration?: IntegrationRecord
}

/** What a method may answer. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethodResponse.html */
export interface MethodResponseRecord {
  readonly statusCode: string
  readonly responseParameters?: FlagMap
  readonly responseModels?: TextMap
}

/** What a method calls, with its responses by status code. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html */
export interface IntegrationRecord {
  readonly type: string
  readonly httpMethod?: string
  readonly uri?: string
  readonly connectionType?: string
  readonly connectionId?: string
  readonly credentials?: string
  readonly requestParameters?: TextMap
  readonly requestTemplates?: TemplateMap
  readonly passthroughBehavior: string
  readonly contentHandling?: string
  readonly timeoutInMillis: number
  readonly cacheNamespace: string
  readonly cacheKeyParameters: readonly string[]
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean }
  readonly responseTransferMode?: string
  readonly integrationTarget?: string
  readonly integrationResponses?: Readonly<Record<string, IntegrationResponseRecord>>
}

/** What becomes of an answer of the back end. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegrationResponse.html */
export interface IntegrationResponseRecord {
  readonly statusCode: string
  readonly selectionPattern?: string
  readonly responseParameters?: TextMap
  readonly responseTemplates?: TemplateMap
  readonly contentHandling?: string
}

/** A model; its schema is JSON text. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html */
export interface ModelRecord {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly schema: string
  readonly contentType: string
}

/** Which parts of a request are validated. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidator.html */
export interface RequestValidatorRecord {
  readonly id: string
  readonly name?: string
  readonly validateRequestBody: boolean
  readonly validateRequestParameters: boolean
}

/** An authorizer. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizer.html */
export interface AuthorizerRecord {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly providerARNs?: readonly string[]
  readonly authType?: string
  readonly authorizerUri?: string
  readonly authorizerCredentials?: string
  readonly identitySource?: string
  readonly identityValidationExpression?: string
  readonly authorizerResultTtlInSeconds?: number
}

/** An answer of the gateway’s own. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponse.html */
export interface GatewayResponseRecord {
  readonly responseType: string
  readonly statusCode?: string
  readonly responseParameters: TextMap
  readonly responseTemplates: TemplateMap
  readonly defaultResponse: boolean
}

/** A text about a part of an API; `properties` is JSON text. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationPart.html */
export interface DocumentationPartRecord {
  readonly id: string
  readonly location: {
    readonly type: string
    readonly path?: string
    readonly method?: string
    readonly statusCode?: string
    readonly name?: string
  }
  readonly properties: string
}

/** The documentation as it was at a time. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetDocumentationVersion.html */
export interface DocumentationVersionRecord {
  readonly version: string
  readonly createdDate: number
  readonly description?: string
}

/** The API as it was at a time. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html */
export interface DeploymentRecord {
  readonly id: string
  readonly description?: string
  readonly createdDate: number
}

/** Settings of a method, or of all, on a stage. @see https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
export interface MethodSettingRecord {
  readonly metricsEnabled: boolean
  readonly loggingLevel?: string
  readonly dataTraceEnabled: boolean
  readonly throttlingBurstLimit: number
  readonly throttlingRateLimit: number
  readonly cachingEnabled: boolean
  readonly cacheTtlInSeconds: number
  readonly cacheDataEncrypted: boolean
  readonly requireAuthorizationForCacheControl: boolean
  readonly unauthorizedCacheControlHeaderStrategy: string
}

/** The canary of a stage. @see https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html */
export interface CanaryRecord {
  readonly percentTraffic: number
  readonly deploymentId: string
  readonly stageVariableOverrides?: TextMap
  readonly useStageCache: boolean
}

/** A stage. @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html */
export interface StageRecord {
  readonly deploymentId: string
  readonly clientCertificateId?: string
  readonly stageName: string
  readonly description?: string
  readonly cacheClusterEnabled: boolean
  readonly cacheClusterSize?: string
  readonly cacheClusterStatus: string
  readonly methodSettings: Readonly<Record<string, MethodSettingRecord>>
  readonly variables?: TextMap
  readonly documentationVersion?: string
  readonly accessLogSettings?: { readonly format?: string; readonly destinationArn?: string }
  readonly canarySettings?: CanaryRecord
  readonly tracingEnabled: boolean
  readonly webAclArn?: string
  readonly tags?: TextMap
  readonly createdDate: number
  readonly lastUpdatedDate: number
}
