import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'

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
  /** Leaves requests without a route to the app's next handler. Default false. */
  readonly fallthrough?: boolean
  /** Takes the client's address from `X-Forwarded-For`: only behind a proxy that sets it. Default false. */
  readonly trustProxy?: boolean
}
