import type { Callback, Context } from 'aws-lambda'
import type { IntegrationDefinition } from '../api/model.js'
import type { HeaderList } from '../http/header-list.js'
import type { ResponseBody } from '../http/response.js'
import type { Clock } from '../runtime/clock.js'

/** Bytes or text of a buffered body; `undefined` when the request has none. */
export type Payload = string | Uint8Array | undefined

/**
 * What an integration is called with: the integration request, after parameter mapping, templates and overrides.
 */
export interface IntegrationRequest {
  /** The integration's own settings. */
  readonly definition: IntegrationDefinition
  /** The method for the back end. */
  readonly httpMethod: string
  /** `uri` with path parameters and stage variables put in, query string appended. */
  readonly uri: string
  readonly headers: HeaderList
  readonly body: Payload
  /** `definition.connectionId` with stage variables put in, where it has any; else the definition's is taken. */
  readonly connectionId?: string
  /** `definition.credentials` with stage variables put in, where it has any; else the definition's is taken. */
  readonly credentials?: string
  /** The proxy event, for `AWS_PROXY`; made when it is first read. */
  readonly event: unknown
  /** What a Lambda function may see of the call. */
  readonly call: CallInfo
}

/** The circumstances of a call: ids, deadline, and the way to stop it. */
export interface CallInfo {
  readonly requestId: string
  /** `Root=1-…`, as `X-Amzn-Trace-Id` carries it. */
  readonly traceId: string
  readonly apiId: string
  readonly stage: string
  /** Region of the API. */
  readonly region: string
  readonly accountId: string
  readonly clock: Clock
  /** When the integration must have answered, in ms of the gateway's clock. */
  readonly deadline: number
  /** Streams: milliseconds that may pass without a byte; default 300,000 (edge-optimized APIs: 30,000). */
  readonly streamIdleLimit?: number
  /** Aborts when the client has gone; the deadline is kept by whoever calls the back end. Made when it is first read. */
  readonly signal: AbortSignal
}

/** What the back end answered. */
export interface EndpointResponse {
  readonly statusCode: number
  readonly headers: HeaderList
  readonly body: ResponseBody
  /** Lambda functions: the value that the function returned, before JSON; saves parsing what was never text. */
  readonly result?: unknown
  /** Lambda functions: what the function threw, as its error payload. */
  readonly functionError?: FunctionError
}

/** The error payload of a Lambda function. */
export interface FunctionError {
  readonly errorMessage: string
  readonly errorType?: string
  /** As Java's and Python's runtimes name it. */
  readonly stackTrace?: readonly string[]
  /** As the Node.js runtime names it. */
  readonly trace?: readonly string[]
  /** The error itself, for the log; never for a client. */
  readonly cause?: unknown
}

/** One integration of one method: the module that users may replace by type. */
export interface Integration {
  /**
   * Calls the back end. May answer at once or later; throws {@link IntegrationFault} for what the service has an
   * answer for; anything else thrown becomes its 500.
   */
  invoke(request: IntegrationRequest): EndpointResponse | Promise<EndpointResponse>
}

/** Makes the integration of a method, once, when the API is deployed. */
export type IntegrationFactory = (definition: IntegrationDefinition) => Integration

/** Why a back end could not be called or did not answer. */
export type IntegrationFaultKind =
  /** Slower than `timeoutInMillis`: 504 `Endpoint request timed out`. */
  | 'timeout'
  /** Refused, reset, broken answer: 504 `Network error communicating with endpoint`. */
  | 'network'
  /** The URI is none, or the host is unknown: 500. */
  | 'invalid-uri'
  /** The caller has no permission, the function is unknown: 500. */
  | 'not-permitted'
  /** The back end is marked unhealthy, or the gateway closes: 503. */
  | 'unavailable'
  /** Larger than the back end takes (6 MB of a function): 413 `Request Too Long`. */
  | 'request-too-large'
  /** The back end's answer is larger than allowed, or not of the form: 502. */
  | 'bad-response'
  /** Anything else: 500. */
  | 'internal'

/** Thrown by an integration; the pipeline turns it into the service's gateway response. */
export class IntegrationFault extends Error {
  readonly kind: IntegrationFaultKind

  constructor(kind: IntegrationFaultKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'IntegrationFault'
    this.kind = kind
  }
}

/** A request to an HTTP back end or an AWS service, as an {@link HttpClient} sends it. */
export interface HttpCall {
  readonly method: string
  /** Absolute URL, query included; sent as it stands. */
  readonly url: string
  readonly headers: HeaderList
  readonly body: Payload
  /** Stops the call: at the deadline, or when the client has gone. Calls of integrations make it when it is first read. */
  readonly signal: AbortSignal
  /** Where it is there, the same for one listener without an AbortSignal, which costs more than many a call. */
  onStop?(listener: (reason: Error) => void): void
  /** Whether the body of the answer may come as chunks over time; otherwise it is read whole. */
  readonly stream: boolean
  readonly tls?: { readonly insecureSkipVerification?: boolean; readonly serverNameToVerify?: string }
  /** Addresses of a VPC link's target, used in place of the URL's host. */
  readonly target?: string
}

/**
 * Sends HTTP requests: never follows a redirect, never decodes a body, never adds a header of its own but `host` and
 * `content-length`. Default: undici on Node, `fetch` elsewhere.
 */
export type HttpClient = (call: HttpCall) => Promise<EndpointResponse>

/** The `context` of a Lambda function, as the Node.js runtime gives it. */
export type { Context as LambdaContext } from 'aws-lambda'

/** A Lambda function in the process: async, callback style, or returning a plain value. */
export type LambdaHandler = (event: never, context: Context, callback: Callback) => unknown

/** How a function is called that is not in the process: over the Lambda Invoke API, by HTTP, or however you like. */
export interface Invoker {
  invoke(invocation: FunctionInvocation): FunctionOutcome | Promise<FunctionOutcome>
  /**
   * Calls a function that streams its response: gives the bytes as they come, head and delimiter first. Left out, integrations with
   * `responseTransferMode: STREAM` refuse the function.
   */
  invokeStream?(invocation: FunctionInvocation): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>
}

/** One call of a Lambda function. */
export interface FunctionInvocation {
  /** The name that the function was found by: `name`, `name:qualifier` or an ARN. */
  readonly functionName: string
  readonly functionArn: string
  readonly qualifier?: string
  readonly invocationType: 'RequestResponse' | 'Event'
  /** The event; in process a value, over the wire its JSON. */
  readonly event: unknown
  /** The event's JSON as a template wrote it, numbers of any length included; left out where the event was made as a value. */
  readonly json?: string
  readonly call: CallInfo
}

/** What a call of a function gave: a value, or the error that the function raised. */
export type FunctionOutcome = { readonly value: unknown; readonly json?: string } | { readonly error: FunctionError }

/** Where an AWS service is: its base URL (an emulator, real AWS), or a function that answers in its place. */
export type ServiceEndpoint = string | ((call: ServiceCall) => EndpointResponse | Promise<EndpointResponse>)

/** A call of an AWS service, before and after its wire form. */
export interface ServiceCall extends HttpCall {
  /** `sqs`, `dynamodb`, … as the integration's URI names it. */
  readonly service: string
  readonly region: string
  /** The action's name, for `action/` URIs and HTTP API subtypes. */
  readonly action?: string
  /** HTTP API subtypes: the parameters under the integration's own names. */
  readonly parameters?: ReadonlyMap<string, string>
}
