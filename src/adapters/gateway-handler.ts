import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { TrustProxy } from './client-address.js'

/** What an adapter needs of a gateway. */
export interface GatewayHandler {
  handle(request: HandleRequest): Promise<HandleResponse>
  /** Whether a request has a route; asked by `fallthrough`. */
  matches?(request: HandleRequest): boolean
}

/** Options that every adapter takes. */
export interface AdapterOptions {
  /** Names the stage, so that the path behind the mount is the resource's. Default: the first part of the path names it. */
  readonly stage?: string
  /**
   * What becomes of the path that the app mounts the gateway at: `keep` passes the whole path on, so that the mount shows the
   * stage as the service's own URL does; `strip` takes it off. Default `keep`, or `strip` when `stage` is given.
   */
  readonly basePath?: 'strip' | 'keep'
  /** The path that the app mounts the gateway at; needed by `strip` alone, and only where the framework does not tell it. */
  readonly mount?: string
  /** Leaves requests without a route to the app's next handler, where there is one. Default false. */
  readonly fallthrough?: boolean
  /**
   * Takes the client's address from `X-Forwarded-For`: `true` its first entry, a number the entry behind so many proxies, a
   * function says of each address from the right whether it is a proxy of yours. Default: the app's own setting where the
   * framework has one (Express, Koa, Fastify), else false.
   */
  readonly trustProxy?: TrustProxy
}
