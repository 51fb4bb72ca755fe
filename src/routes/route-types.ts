import type { APIGatewayProxyEvent, Callback, Context } from 'aws-lambda'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import type { CorsOptions } from './cors-settings.js'

/** Names of the variables in a path: `/pets/{petId}/{rest+}` → `'petId' | 'rest'`. */
export type PathVariables<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Greedy}+` ? Greedy : Name) | PathVariables<Rest>
  : never

/** The proxy event of a route: its path parameters are those of the route's key, and never missing. */
export type RouteEvent<Key extends string = string> = Omit<APIGatewayProxyEvent, 'pathParameters'> & {
  readonly pathParameters: string extends Key
    ? APIGatewayProxyEvent['pathParameters']
    : [PathVariables<Key>] extends [never]
      ? null
      : { [Name in PathVariables<Key>]: string }
}

/** A function in the process behind a route: async, callback style or plain. */
export type RouteHandler<Key extends string = string> = (
  event: RouteEvent<Key>,
  context: Context,
  callback: Callback,
) => unknown

/** What runs a route: a function, one that is called elsewhere, or the name or ARN of one. */
export type RouteTarget<Key extends string = string> = RouteHandler<Key> | Invoker | string

/** Which parts of a request are checked before the integration. */
export interface RouteValidator {
  readonly validateRequestBody?: boolean
  readonly validateRequestParameters?: boolean
}

/** What a route's answers may be, as the service's method responses. */
export interface RouteResponse {
  /** Names of headers. */
  readonly headers?: readonly string[]
  /** Content type → name of a model, or a JSON schema. */
  readonly models?: Readonly<Record<string, string | object>>
}

/** Settings of a route that say nothing of its back end. */
export interface RouteSettings {
  readonly operationName?: string
  /** Name of an authorizer of the options, `AWS_IAM` or `NONE`; default `NONE`. */
  readonly authorizer?: string
  readonly authorizationScopes?: readonly string[]
  /** Default false. */
  readonly apiKeyRequired?: boolean
  /** Name of a validator of the options, or what it checks. */
  readonly requestValidator?: string | RouteValidator
  /** Content type → name of a model, or a JSON schema. */
  readonly requestModels?: Readonly<Record<string, string | object>>
  /** `header.NAME`, `querystring.NAME` or `path.NAME` → whether it is required. */
  readonly parameters?: Readonly<Record<string, boolean>>
  /** By status. */
  readonly responses?: Readonly<Record<string, RouteResponse>>
  /** Adds what the console's "Enable CORS" adds; `true` for its defaults. */
  readonly cors?: boolean | CorsOptions
}

/** A route with a function behind it (`AWS_PROXY`). */
export interface HandlerRoute<Key extends string = string> extends RouteSettings {
  readonly handler: RouteTarget<Key>
  readonly integration?: never
}

/** A route with any integration behind it, written as `x-amazon-apigateway-integration` is. */
export interface IntegrationRoute extends RouteSettings {
  readonly handler?: never
  readonly integration: Readonly<Record<string, unknown>>
}

/** One route: a target, or an object with its settings. */
export type RouteConfig<Key extends string = string> = RouteTarget<Key> | HandlerRoute<Key> | IntegrationRoute

/** Routes by key: `GET /pets/{petId}`, `ANY /{proxy+}`. */
export type Routes<Keys extends string = string> = { readonly [Key in Keys]: RouteConfig<Key> }

/** An authorizer of an API that is written in code. */
export interface RouteAuthorizer {
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS'
  /** The function of a TOKEN or REQUEST authorizer: itself, its name or ARN. */
  readonly handler?: LambdaHandler | Invoker | string
  /** `method.request.header.Authorization`, several separated by commas; default for TOKEN and user pools. */
  readonly identitySource?: string
  readonly identityValidationExpression?: string
  /** Seconds; default 300, 0 = off. */
  readonly authorizerResultTtlInSeconds?: number
  readonly authorizerCredentials?: string
  /** User pools, by ARN. */
  readonly providerARNs?: readonly string[]
}

/** What the routes of an API share. */
export interface RoutesOptions {
  /** Default `routes`. */
  readonly name?: string
  readonly description?: string
  readonly version?: string
  /** JSON schemas by name. */
  readonly models?: Readonly<Record<string, object>>
  readonly authorizers?: Readonly<Record<string, RouteAuthorizer>>
  readonly requestValidators?: Readonly<Record<string, RouteValidator>>
  /** By type, as `x-amazon-apigateway-gateway-responses`. */
  readonly gatewayResponses?: Readonly<Record<string, object>>
  readonly binaryMediaTypes?: readonly string[]
  readonly apiKeySource?: 'HEADER' | 'AUTHORIZER'
  /** Bytes. */
  readonly minimumCompressionSize?: number
  readonly policy?: object
  /** For routes that do not say it themselves. */
  readonly cors?: boolean | CorsOptions
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string }
  readonly apiId?: string
}
