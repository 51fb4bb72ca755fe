/**
 * The one internal model of an API, whatever it was written in. Names are the service's own (GetRestApi, GetMethod,
 * GetIntegration …), maps keep the order of the document, and each node that a document can hold knows where it came from.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
 */

/** JSON pointer into the document that a node was read from, or a `routes` key. */
export type SourcePointer = string

export type EndpointType = 'EDGE' | 'REGIONAL' | 'PRIVATE'
export type ApiKeySource = 'HEADER' | 'AUTHORIZER'

export interface EndpointConfiguration {
  /** Default `['REGIONAL']`. */
  readonly types?: readonly EndpointType[]
  readonly vpcEndpointIds?: readonly string[]
  readonly ipAddressType?: 'ipv4' | 'dualstack'
}

export interface RestApi {
  readonly protocolType: 'REST'
  readonly id?: string
  readonly name: string
  readonly description?: string
  readonly version?: string
  readonly apiKeySource: ApiKeySource
  readonly binaryMediaTypes: readonly string[]
  /** Bytes; compression is off when it is left out. */
  readonly minimumCompressionSize?: number
  readonly endpointConfiguration: EndpointConfiguration
  readonly disableExecuteApiEndpoint: boolean
  readonly endpointAccessMode?: 'BASIC' | 'STRICT'
  readonly securityPolicy?: string
  readonly policy?: unknown
  readonly tags?: Readonly<Record<string, string>>
  /** By path; the root and all parents are there. */
  readonly resources: ReadonlyMap<string, Resource>
  readonly models: ReadonlyMap<string, Model>
  readonly authorizers: ReadonlyMap<string, AuthorizerDefinition>
  readonly requestValidators: ReadonlyMap<string, RequestValidator>
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>
  readonly documentationParts: readonly DocumentationPart[]
  readonly documentationVersion?: string
}

export interface Resource {
  /** `/pets/{petId}` */
  readonly path: string
  /** By HTTP method, `ANY` for the any-method. */
  readonly methods: ReadonlyMap<string, Method>
  readonly pointer: SourcePointer
}

export type AuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS'

export interface Method {
  readonly httpMethod: string
  readonly operationName?: string
  readonly authorizationType: AuthorizationType
  /** Name of the authorizer. */
  readonly authorizer?: string
  readonly authorizationScopes?: readonly string[]
  readonly apiKeyRequired: boolean
  /** Name of the request validator. */
  readonly requestValidator?: string
  /** `method.request.{header|path|querystring}.NAME` → required. */
  readonly requestParameters: ReadonlyMap<string, boolean>
  /** Content type → model name. */
  readonly requestModels: ReadonlyMap<string, string>
  /** By status code, as text. */
  readonly methodResponses: ReadonlyMap<string, MethodResponse>
  /** Missing only in a definition that forgot it: such a method cannot be deployed. */
  readonly integration?: IntegrationDefinition
  readonly pointer: SourcePointer
}

export interface MethodResponse {
  readonly statusCode: string
  /** `method.response.header.NAME` → required. */
  readonly responseParameters: ReadonlyMap<string, boolean>
  readonly responseModels: ReadonlyMap<string, string>
}

export type IntegrationType = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK'
export type PassthroughBehavior = 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER'
export type ContentHandling = 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY'

export interface IntegrationDefinition {
  /** One of the service's types, or the name of a type of the user's own. */
  readonly type: IntegrationType | (string & {})
  readonly uri?: string
  /** The method that the back end is called with; of a Lambda function always POST. */
  readonly httpMethod?: string
  readonly credentials?: string
  readonly connectionType: 'INTERNET' | 'VPC_LINK'
  readonly connectionId?: string
  readonly integrationTarget?: string
  readonly passthroughBehavior: PassthroughBehavior
  readonly contentHandling?: ContentHandling
  /** Milliseconds, default 29,000. */
  readonly timeoutInMillis: number
  readonly responseTransferMode: 'BUFFERED' | 'STREAM'
  readonly tlsConfig?: { readonly insecureSkipVerification?: boolean; readonly serverNameToVerify?: string }
  readonly cacheNamespace?: string
  readonly cacheKeyParameters: readonly string[]
  /** `integration.request.{header|path|querystring}.NAME` → source expression. */
  readonly requestParameters: ReadonlyMap<string, string>
  /** Content type → template text. */
  readonly requestTemplates: ReadonlyMap<string, string>
  /** In document order. */
  readonly integrationResponses: readonly IntegrationResponseDefinition[]
  readonly pointer: SourcePointer
}

export interface IntegrationResponseDefinition {
  readonly statusCode: string
  /** A Java regular expression; left out on the default response. */
  readonly selectionPattern?: string
  /** `method.response.header.NAME` → source expression. */
  readonly responseParameters: ReadonlyMap<string, string>
  readonly responseTemplates: ReadonlyMap<string, string>
  readonly contentHandling?: ContentHandling
  readonly pointer: SourcePointer
}

export interface Model {
  readonly name: string
  readonly description?: string
  readonly contentType: string
  /** JSON Schema draft 4. */
  readonly schema: unknown
  readonly pointer: SourcePointer
}

export interface AuthorizerDefinition {
  readonly name: string
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS'
  readonly authType?: string
  readonly authorizerUri?: string
  readonly authorizerCredentials?: string
  /** `method.request.header.Authorization`, or a comma-separated list of sources. */
  readonly identitySource?: string
  readonly identityValidationExpression?: string
  /** Seconds; 300 when it is left out, 0 = off. The control plane shows it only when it was given. */
  readonly authorizerResultTtlInSeconds?: number
  readonly providerARNs?: readonly string[]
  readonly pointer: SourcePointer
}

export interface RequestValidator {
  readonly name: string
  readonly validateRequestBody: boolean
  readonly validateRequestParameters: boolean
}

export interface GatewayResponseDefinition {
  readonly responseType: string
  readonly statusCode?: string
  /** `gatewayresponse.header.NAME` → source expression. */
  readonly responseParameters: ReadonlyMap<string, string>
  readonly responseTemplates: ReadonlyMap<string, string>
  readonly pointer: SourcePointer
}

export interface DocumentationLocation {
  readonly type: string
  readonly path?: string
  readonly method?: string
  readonly statusCode?: string
  readonly name?: string
}

export interface DocumentationPart {
  readonly location: DocumentationLocation
  /** As the document wrote it: an object, or JSON text. */
  readonly properties: unknown
}
