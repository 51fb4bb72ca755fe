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
   * stage as the service's own URL does; `strip` takes it off. Default `keep`, or `strip` when `stage` is given. Without effect
   * where nothing can be mounted (node:http, Deno, Workers).
   */
  readonly basePath?: 'strip' | 'keep'
  /** Leaves requests without a route to the app's next handler. Default false. */
  readonly fallthrough?: boolean
  /**
   * Takes the client's address from `X-Forwarded-For`: only behind a proxy that sets it. A number says how many proxies
   * of yours a request passes, and so which entry from the right is the client; `true` trusts the whole header and takes the
   * first entry. Default false: the address of the connection.
   */
  readonly trustProxy?: boolean | number
}

/** Whether the path of the mount is part of what the gateway sees. */
export function keepsBasePath({ basePath, stage }: AdapterOptions): boolean {
  return (basePath ?? (stage === undefined ? 'keep' : 'strip')) === 'keep'
}

/** Whether the app's next handler is to answer. */
export function leaves(gateway: GatewayHandler, request: HandleRequest, options: AdapterOptions): boolean {
  return options.fallthrough === true && gateway.matches?.(request) === false
}

/** Takes `count` parts off the front of a path; its query stays: `('/api/v1/pets?a=1', 2)` → `/pets?a=1`. */
export function withoutSegments(path: string, count: number): string {
  const question = path.indexOf('?')
  const end = question < 0 ? path.length : question
  let start = 0
  for (let i = 0; i < count && start < end; i++) {
    const slash = path.indexOf('/', start + 1)
    start = slash < 0 || slash > end ? end : slash
  }
  return start === end ? `/${path.slice(end)}` : path.slice(start)
}

/** The number of parts of a mount's path or pattern: `/api/:tenant/*` → 2. */
export function countSegments(mount: string): number {
  return mount.split('/').filter((part) => part !== '' && part !== '*').length
}
