import type { ReadBody } from '../http/body.js'
import type { HeaderList } from '../http/header-list.js'
import { type HeaderScan, scanHeaders } from '../http/header-scan.js'
import { parseQuery, type QueryParameters } from '../http/query.js'
import { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'
import type { ResponseBody } from '../http/response.js'
import type { EndpointResponse, IntegrationRequest } from '../integration/types.js'
import type { Runtime } from '../runtime/runtime.js'
import type { SignerIdentity } from './rest-context.js'

/** What a stage of any protocol tells of itself. */
export interface ServedStage {
  readonly apiId: string
  readonly name: string
  readonly variables: Readonly<Record<string, string>>
  readonly hasVariables: boolean
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE'
  /** `{api}.execute-api.{region}.amazonaws.com` */
  readonly defaultHost: string
}

/** What is known of a request once its stage is found. */
export interface Arrival<Stage extends ServedStage> {
  readonly request: HandleRequest
  readonly stage: Stage
  readonly resourcePath: string
  readonly rawQuery: string
  readonly calledPath: string
}

/**
 * One request on its way through an API of any protocol: what REST and HTTP APIs share. Of fixed shape; what only some
 * requests need is made when it is first read.
 */
export abstract class BaseInvocation<Stage extends ServedStage = ServedStage> {
  readonly request: HandleRequest
  readonly runtime: Runtime
  /** When the request came, in ms of the gateway's clock. */
  readonly now: number
  /** What the headers say that every request is asked for. */
  readonly scan: HeaderScan
  readonly sequence: number
  readonly stage: Stage
  /** The path behind the stage, as it came, without query. */
  readonly resourcePath: string
  readonly rawQuery: string
  /** The path as called, stage or base path included. */
  readonly calledPath: string

  httpMethod: string
  pathValues: readonly string[] = []
  body: ReadBody = undefined
  /** The body as it was sent, in its content coding: what a signature is over. */
  sentBody: ReadBody = undefined
  /** Milliseconds that the call of the authorizer took; 0 when its result was cached. */
  authorizerLatency = 0
  signer: SignerIdentity | undefined = undefined
  integrationRequest: IntegrationRequest | undefined = undefined
  endpointResponse: EndpointResponse | undefined = undefined
  statusCode = 0
  responseHeaders: HeaderList | undefined = undefined
  responseBody: ResponseBody = ''
  /** Set once the answer is complete before the last step, as by a hit in the cache. */
  answered = false

  #headers: RequestHeaders | undefined = undefined
  #query: QueryParameters | undefined = undefined
  #traceId: string | undefined = undefined

  constructor(runtime: Runtime, arrival: Arrival<Stage>) {
    this.runtime = runtime
    this.request = arrival.request
    this.now = runtime.clock.now()
    this.scan = scanHeaders(arrival.request.headers)
    this.sequence = runtime.ids.next()
    this.stage = arrival.stage
    this.httpMethod = arrival.request.method
    this.resourcePath = arrival.resourcePath
    this.rawQuery = arrival.rawQuery
    this.calledPath = arrival.calledPath
  }

  abstract get requestId(): string
  abstract get extendedRequestId(): string

  get headers(): RequestHeaders {
    return (this.#headers ??= new RequestHeaders(this.request.headers, this.request.headerCase === 'lost'))
  }

  get queryParameters(): QueryParameters {
    return (this.#query ??= parseQuery(this.rawQuery))
  }

  /** `Root=1-…`; what the client sent is kept (recorded). */
  get traceId(): string {
    return (this.#traceId ??= this.#readTraceId())
  }

  /** The host that was called. */
  get domainName(): string {
    return this.request.host ?? this.scan.host ?? this.stage.defaultHost
  }

  get sourceIp(): string {
    return this.request.sourceIp ?? '127.0.0.1'
  }

  /** The address that the gateway adds to `X-Forwarded-For`: that of its peer. */
  get peerAddress(): string {
    return this.sourceIp
  }

  #readTraceId(): string {
    const sent = this.scan.traceId
    const { ids } = this.runtime
    if (sent === undefined) return `Root=${ids.traceRoot(this.sequence, this.now)}`
    return sent.includes('Root=') ? sent : `Root=${ids.traceRoot(this.sequence, this.now)};${sent}`
  }
}
