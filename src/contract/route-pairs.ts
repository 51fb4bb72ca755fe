import { createHttpRouter } from '../routing/http-router.js'
import { createRouter, type Router } from '../routing/router.js'
import type { ContractApi } from './types.js'

/** A route of an API: its key, and what it stands for. */
export interface ContractRoute {
  readonly key: string
  /** `ANY` for every method. */
  readonly httpMethod: string
  readonly path: string
  readonly pointer: string
}

/** How a route of before is met after, or the other way round. */
export interface RoutePair {
  readonly before: ContractRoute
  readonly after: ContractRoute
  /** Whether both have the same path, whatever its variables are called. */
  readonly hasSamePath: boolean
}

/** The routes of two states, matched as requests meet them. */
export interface RoutePairs {
  readonly kept: readonly RoutePair[]
  readonly removed: readonly ContractRoute[]
  readonly added: readonly ContractRoute[]
  /** Routes that are gone, whose requests another route takes. */
  readonly replaced: readonly RoutePair[]
  /** New routes that take requests from others that are still there. */
  readonly shadowed: readonly RoutePair[]
}

/** Matches the routes of two states of a REST or HTTP API by sending each router what the other's routes answer. */
export function pairRoutes(before: ContractApi, after: ContractApi): RoutePairs {
  const [old, now] = [compileRoutes(before), compileRoutes(after)]
  const [kept, replaced, shadowed]: [RoutePair[], RoutePair[], RoutePair[]] = [[], [], []]
  const [removed, added]: [ContractRoute[], ContractRoute[]] = [[], []]
  for (const route of old.routes.values()) {
    const same = now.routes.get(route.key)
    if (same !== undefined) {
      kept.push(pairOf(route, same))
      continue
    }
    const takers = takersOf(now.find, route)
    if (takers.length === 0 || takers.includes(undefined)) removed.push(route)
    for (const taker of new Set(takers)) if (taker !== undefined) replaced.push(pairOf(route, taker))
  }
  for (const route of now.routes.values()) {
    if (old.routes.has(route.key)) continue
    const givers = takersOf(old.find, route)
    if (givers.length === 0 || givers.includes(undefined)) added.push(route)
    for (const giver of new Set(givers)) {
      // A route that is gone was met above, from its side.
      if (giver !== undefined && now.routes.has(giver.key)) shadowed.push(pairOf(giver, route))
    }
  }
  return { kept, removed, added, replaced, shadowed }
}

function pairOf(before: ContractRoute, after: ContractRoute): RoutePair {
  return { before, after, hasSamePath: shapeOf(before.path) === shapeOf(after.path) }
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*?(\+?)\}/g, '{$1}')
}

type Find = (method: string, path: string) => ContractRoute | undefined

interface CompiledRoutes {
  readonly routes: ReadonlyMap<string, ContractRoute>
  readonly find: Find
}

function compileRoutes(api: ContractApi): CompiledRoutes {
  const routes = routesOf(api)
  const router = routerOf(api, routes)
  return { routes, find: (method, path) => router.find(method, path)?.route }
}

function routerOf(api: ContractApi, routes: ReadonlyMap<string, ContractRoute>): Router<ContractRoute> {
  if (api.protocolType !== 'HTTP') {
    return createRouter([...routes.values()].map((route) => ({ method: route.httpMethod, path: route.path, route })))
  }
  const router = createHttpRouter([...api.routes.values()].map((route) => ({ route })))
  return {
    routes: () => [...routes.values()],
    find: (method, path) => {
      const found = router.find(method, path)
      const route = found === undefined ? undefined : routes.get(found.route.route.routeKey)
      return route === undefined ? undefined : { route, values: [] }
    },
  }
}

/** The routes of an API by their keys: `GET /pets`, `$default`. */
export function routesOf(api: ContractApi): ReadonlyMap<string, ContractRoute> {
  const routes = new Map<string, ContractRoute>()
  if (api.protocolType === 'REST') {
    for (const { path, methods } of api.resources.values()) {
      for (const [httpMethod, { pointer }] of methods) {
        const key = `${httpMethod} ${path}`
        routes.set(key, { key, httpMethod, path, pointer })
      }
    }
    return routes
  }
  for (const [key, { pointer }] of api.routes) {
    const [httpMethod = '', path] = key.split(' ')
    routes.set(key, { key, httpMethod: path === undefined ? 'ANY' : httpMethod, path: path ?? key, pointer })
  }
  return routes
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
// No literal segment of a definition is like it.
const SOME_SEGMENT = 'some~value~of~a~client'
// Longer than what stands behind single variables: those come before a greedy one, and go on doing so.
const SOME_SEGMENTS = `${SOME_SEGMENT}/${SOME_SEGMENT}/${SOME_SEGMENT}`

/** What answers each request that a route stands for. */
function takersOf(find: Find, { httpMethod, path }: ContractRoute): Array<ContractRoute | undefined> {
  const some =
    path === '$default'
      ? `/${SOME_SEGMENT}`
      : path.replaceAll(/\{[^{}]*\+\}/g, SOME_SEGMENTS).replaceAll(/\{[^{}]*\}/g, SOME_SEGMENT)
  const methods = httpMethod === 'ANY' ? METHODS : [httpMethod]
  return methods.map((method) => find(method, some))
}
