/**
 * The internal model of an HTTP API, whatever it was written in. Names are those of the service's second management API
 * (apigatewayv2: CreateApi, CreateRoute, CreateIntegration …).
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
 */
import type { SourcePointer } from './model.js'

/** Cross-origin settings; the gateway answers preflights by them. */
export interface CorsConfiguration {
  /** Origins, `*`, `https://*` or `http://*`. */
  readonly allowOrigins: readonly string[]
  readonly allowMethods: readonly string[]
  readonly allowHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  /** Default false. */
  readonly allowCredentials: boolean
  /** Seconds, −1 to 86,400. */
  readonly maxAge?: number
}

export interface HttpApi {
  readonly protocolType: 'HTTP'
  readonly id?: string
  readonly name: string
  readonly description?: string
  readonly version?: string
  readonly disableExecuteApiEndpoint: boolean
  readonly corsConfiguration?: CorsConfiguration
  readonly tags?: Readonly<Record<string, string>>
  /** By route key: `GET /pets/{id}`, `ANY /{proxy+}`, `$default`. */
  readonly routes: ReadonlyMap<string, HttpRoute>
  readonly authorizers: ReadonlyMap<string, HttpAuthorizer>
}

export type HttpAuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'JWT'

export interface HttpRoute {
  readonly routeKey: string
  /** `ANY` for every method; of the `$default` route too. */
  readonly httpMethod: string
  /** `/pets/{id}`; `$default` for the default route. */
  readonly path: string
  readonly operationName?: string
  readonly authorizationType: HttpAuthorizationType
  /** Name of the authorizer. */
  readonly authorizer?: string
  readonly authorizationScopes: readonly string[]
  /** Missing only in a definition that forgot it: such a route cannot be deployed. */
  readonly integration?: HttpIntegration
  readonly pointer: SourcePointer
}

export interface HttpIntegration {
  readonly integrationType: 'AWS_PROXY' | 'HTTP_PROXY'
  /** `SQS-SendMessage` …: a first-class integration with an AWS service. */
  readonly integrationSubtype?: string
  readonly integrationUri?: string
  /** The method for the back end; `ANY` is the client's. */
  readonly integrationMethod?: string
  readonly payloadFormatVersion: '1.0' | '2.0'
  readonly connectionType: 'INTERNET' | 'VPC_LINK'
  readonly connectionId?: string
  readonly credentialsArn?: string
  /** Milliseconds, 50–30,000; default 30,000. */
  readonly timeoutInMillis: number
  readonly tlsConfig?: { readonly serverNameToVerify?: string }
  /** `append:header.NAME` → value expression; of a subtype, parameter → value expression. */
  readonly requestParameters: ReadonlyMap<string, string>
  /** By status: `overwrite:statuscode` → value expression. */
  readonly responseParameters: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly pointer: SourcePointer
}

export interface JwtAuthorizer {
  readonly name: string
  readonly authorizerType: 'JWT'
  /** One `$request.header.NAME` or `$request.querystring.NAME`. */
  readonly identitySource: readonly string[]
  readonly issuer: string
  readonly audience: readonly string[]
  readonly pointer: SourcePointer
}

export interface HttpLambdaAuthorizer {
  readonly name: string
  readonly authorizerType: 'REQUEST'
  readonly identitySource: readonly string[]
  readonly authorizerUri: string
  readonly authorizerCredentialsArn?: string
  readonly authorizerPayloadFormatVersion: '1.0' | '2.0'
  /** The function answers `{isAuthorized, context}` in place of a policy; default false. */
  readonly enableSimpleResponses: boolean
  /** Seconds, 0–3600; default 0: the service keeps no result unless it is told to. */
  readonly authorizerResultTtlInSeconds: number
  readonly pointer: SourcePointer
}

export type HttpAuthorizer = JwtAuthorizer | HttpLambdaAuthorizer
