import type { Agent } from 'undici'
import type { HeaderList } from '../../http/header-list.js'
import { lazy } from '../../runtime/lazy.js'
import type { EndpointResponse, HttpCall, HttpClient } from '../types.js'
import { codeOf, toHttpFault } from './http-fault.js'
import { parseHttpUrl } from './http-url.js'
import { createFieldReader, type RequestFields } from './request-fields.js'
import { createConnector } from './tls-connector.js'
import { UndiciExchange, type ExchangeHost } from './undici-exchange.js'

/** TLS settings of all connections: Node's own names. */
export interface HttpTlsOptions {
  /** Authorities to trust besides or in place of the platform's, in PEM. */
  readonly ca?: string | string[]
  /** The client certificate that back ends are shown, in PEM. */
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
}

/** What {@link createHttpClient} takes. */
export interface HttpClientOptions {
  /** Connections to one origin; further calls wait. Default 128. */
  readonly connections?: number
  /** Milliseconds that an idle connection is kept; default 4,000. */
  readonly keepAliveTimeout?: number
  /** Milliseconds to connect in; default 30,000. The call's own deadline holds as well. */
  readonly connectTimeout?: number
  /** Bytes of a buffered response; default 10 MB, as the service's. */
  readonly maxResponseSize?: number
  /** Bytes of all header fields of a response; default 16 KB. */
  readonly maxHeaderSize?: number
  readonly tls?: HttpTlsOptions
}

/** An HTTP client that holds connections. */
export interface PooledHttpClient extends HttpClient {
  /** Closes idle connections now and busy ones when they are done. */
  close(): Promise<void>
}

const MAX_RESPONSE_SIZE = 10_485_760

/**
 * Makes the HTTP client of gateways on Node: undici's pools, header fields as they are, nothing decoded, no redirect
 * followed.
 *
 * A call that failed on a reused connection before any byte of an answer came is sent once more if its method is safe: the back
 * end had closed the connection. Nothing else is repeated.
 *
 * @throws {IntegrationFault} (its calls reject) `network`, `timeout`, `invalid-uri` or `internal`
 */
export function createHttpClient(options: HttpClientOptions = {}): PooledHttpClient {
  const pools = new ConnectionPools(options)
  const send = (call: HttpCall): Promise<EndpointResponse> => {
    try {
      return pools.send(call)
    } catch (error) {
      return Promise.reject(toHttpFault(error, call.url))
    }
  }
  return Object.assign(send, { close: () => pools.close() })
}

const RESETS: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

type DispatchOptions = Agent.DispatchOptions & { readonly servername?: string }

function dispatchOptions(call: HttpCall, readFields: (headers: HeaderList) => RequestFields): DispatchOptions {
  const url = parseHttpUrl(call.url)
  const { flat, hasHost } = readFields(call.headers)
  if (!hasHost) flat.unshift('host', url.authority)
  const { body } = call
  return {
    // A VPC link names the address; the URL then only says what the back end is called.
    origin: call.target === undefined ? url.origin : parseHttpUrl(targetUrl(call.target, url.origin)).origin,
    path: url.path,
    method: call.method,
    headers: flat,
    body: body === undefined || body.length === 0 ? null : body,
    servername: call.tls?.serverNameToVerify ?? url.hostname,
  }
}

function targetUrl(target: string, origin: string): string {
  return target.includes('://') ? target : `${origin.slice(0, origin.indexOf(':'))}://${target}`
}

/** The pools of one client: one agent for calls that check certificates, one for those that need not. */
class ConnectionPools implements ExchangeHost {
  readonly limit: number
  readonly #options: HttpClientOptions
  readonly #readFields = createFieldReader()
  /** Connections made so far: tells a fresh connection from a reused one. */
  #connects = 0
  #strict: Agent | undefined
  #trusting: Agent | undefined

  constructor(options: HttpClientOptions) {
    this.#options = options
    this.limit = options.maxResponseSize ?? MAX_RESPONSE_SIZE
  }

  send(call: HttpCall): Promise<EndpointResponse> {
    const options = dispatchOptions(call, this.#readFields)
    const agent = this.#agentFor(call)
    const exchange = new UndiciExchange(call, this)
    if (isSafe(call.method)) exchange.attempt = { agent, options, connects: this.#connects }
    agent.dispatch(options, exchange)
    return exchange.response
  }

  repeat(exchange: UndiciExchange, error: Error): boolean {
    const { attempt } = exchange
    exchange.attempt = undefined
    if (attempt === undefined || attempt.connects !== this.#connects || !RESETS.has(codeOf(error) ?? '')) return false
    attempt.agent.dispatch(attempt.options, exchange)
    return true
  }

  #agentFor(call: HttpCall): Agent {
    if (call.tls?.insecureSkipVerification !== true) return (this.#strict ??= this.#createAgent(false))
    return (this.#trusting ??= this.#createAgent(true))
  }

  async close(): Promise<void> {
    await Promise.all([this.#strict?.close(), this.#trusting?.close()])
    this.#strict = undefined
    this.#trusting = undefined
  }

  #createAgent(trusting: boolean): Agent {
    const { connections = 128, keepAliveTimeout = 4000, connectTimeout: timeout = 30_000, tls = {} } = this.#options
    const undici = lazy.undici()
    const agent = new undici.Agent({
      connections,
      keepAliveTimeout,
      pipelining: 1,
      // The gateway's clock keeps the time.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: createConnector(tls, timeout, trusting),
      ...(this.#options.maxHeaderSize !== undefined && { maxHeaderSize: this.#options.maxHeaderSize }),
    })
    agent.on('connect', () => this.#connects++)
    return agent
  }
}
