import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Callback, Context } from 'aws-lambda'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import type { PathVariables } from './route-types.js'

/** The event of a route of an HTTP API, payload format 2.0: its path parameters are those of the route's key. */
export type HttpRouteEvent<Key extends string = string> = Omit<APIGatewayProxyEventV2, 'pathParameters'> & {
  readonly pathParameters: string extends Key
    ? APIGatewayProxyEventV2['pathParameters']
    : [PathVariables<Key>] extends [never]
      ? undefined
      : { [Name in PathVariables<Key>]: string }
}

/** A function in the process behind a route of an HTTP API: async, callback style or plain. */
export type HttpRouteHandler<Key extends string = string> = (
  event: HttpRouteEvent<Key>,
  context: Context,
  callback: Callback,
) => unknown

/** A function for payload format 1.0. Written in place it names the type of its event: format 2.0 is the one that is inferred. */
export interface HttpRouteHandlerV1 {
  (event: APIGatewayProxyEvent, context: Context, callback: Callback): unknown
  // Every function fits this one too. It keeps the compiler from taking the type of an event for either format's, and so for
  // neither's, in a route that does not say which it has.
  <Event extends never>(event: Event, ...rest: Event[]): unknown
}

/** Settings of a route that say nothing of its back end. */
export interface HttpRouteSettings {
  readonly operationName?: string
  /** Name of an authorizer of the API, `AWS_IAM` or `NONE`; default `NONE`. */
  readonly authorizer?: string
  /** JWT: one of these must be in the token. */
  readonly authorizationScopes?: readonly string[]
}

/** A route with a function behind it. */
export type HttpHandlerRoute<Key extends string = string> = HttpRouteSettings & {
  readonly integration?: never
  /** Milliseconds, 50–30,000; default 30,000. */
  readonly timeoutInMillis?: number
} & (
    | {
        /** Default `2.0`. */
        readonly payloadFormatVersion?: '2.0'
        readonly handler: HttpRouteHandler<Key> | Invoker | string
      }
    | { readonly payloadFormatVersion: '1.0'; readonly handler: HttpRouteHandlerV1 | Invoker | string }
  )

/** A route with any integration behind it, written as `x-amazon-apigateway-integration` is. */
export interface HttpIntegrationRoute extends HttpRouteSettings {
  readonly handler?: never
  readonly integration: Readonly<Record<string, unknown>>
}

/** One route of an HTTP API: a target (payload format 2.0), or an object with its settings. */
export type HttpRouteConfig<Key extends string = string> =
  | HttpRouteHandler<Key>
  | Invoker
  | string
  | HttpHandlerRoute<Key>
  | HttpIntegrationRoute

/** Routes by key: `GET /pets/{petId}`, `ANY /{proxy+}`, `$default`. */
export type HttpRoutes<Keys extends string = string> = { readonly [Key in Keys]: HttpRouteConfig<Key> }

/** An authorizer of an HTTP API that is written in code. */
export type HttpRouteAuthorizer =
  | {
      readonly type: 'JWT'
      readonly issuer: string
      readonly audience: readonly string[]
      /** Default `$request.header.Authorization`. */
      readonly identitySource?: string
    }
  | {
      readonly type: 'REQUEST'
      /** The function: itself, its name or ARN. */
      readonly handler: LambdaHandler | Invoker | string
      /** `$request.header.NAME`, …; several separated by commas. */
      readonly identitySource?: string
      /** Default `2.0`. */
      readonly payloadFormatVersion?: '1.0' | '2.0'
      /** The function answers `{isAuthorized, context}`; default true with `2.0`. */
      readonly enableSimpleResponses?: boolean
      /** Seconds, 0–3600; default 0: off. */
      readonly authorizerResultTtlInSeconds?: number
    }

/** Cross-origin settings of an HTTP API, in the service's names. */
export interface HttpCorsOptions {
  readonly allowOrigins?: readonly string[]
  readonly allowMethods?: readonly string[]
  readonly allowHeaders?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  readonly allowCredentials?: boolean
  /** Seconds, −1 to 86,400. */
  readonly maxAge?: number
}

/** What the routes of an HTTP API share. */
export interface HttpRoutesOptions {
  /** Default `routes`. */
  readonly name?: string
  readonly authorizers?: Readonly<Record<string, HttpRouteAuthorizer>>
  readonly cors?: HttpCorsOptions
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string }
  readonly apiId?: string
}
