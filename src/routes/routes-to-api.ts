import type { Resource, RestApi } from '../api/model.js'
import type { Finding } from '../config/findings.js'
import type { ConfigFault } from '../errors.js'
import { ConfigError } from '../errors.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import { importApi } from '../openapi/import-api.js'
import { addCors } from './cors-model.js'
import type { CorsOptions } from './cors-settings.js'
import { createRouteFunctions } from './route-functions.js'
import { parseRouteKey } from './route-key.js'
import { escapePointer, isRoute, routePointer, withRoutePointers } from './route-pointers.js'
import type { RouteConfig, Routes, RoutesOptions } from './route-types.js'
import type { KeyedRoute } from './routes-document.js'
import { normalizeRoute, routesDocument } from './routes-document.js'

/** An API made of routes. */
export interface RoutesResult {
  readonly api: RestApi
  /** The functions of the routes and authorizers, by the names that their integrations call. */
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
  /** Pointers lead to the routes: `/routes/GET ~1pets/integration/type`. */
  readonly findings: readonly Finding[]
}

/**
 * Makes the model of a REST API of routes that are written in code: `GET /pets/{petId}` → a function, or an object.
 *
 * @throws {ConfigError} with every fault: keys that are none, settings that the service refuses
 */
export function routesToApi<Keys extends string>(routes: Routes<Keys>, options: RoutesOptions = {}): RoutesResult {
  const account = { id: options.account?.id ?? '123456789012', region: options.account?.region ?? 'us-east-1' }
  const functions = createRouteFunctions(account, options.apiId)
  const keyed = keyedRoutes(routes as Readonly<Record<string, RouteConfig>>)
  const document = routesDocument(keyed, options, functions)
  const { api, findings } = withRoutePointers(keyed, () =>
    importApi(document, { account, ...(options.apiId === undefined ? {} : { apiId: options.apiId }) }),
  )
  return {
    api: addCors(api, corsChoice(keyed, options.cors)),
    functions: functions.functions,
    findings: findings.map((finding) => ({ ...finding, pointer: routePointer(keyed, finding.pointer) })),
  }
}

function keyedRoutes(routes: Readonly<Record<string, RouteConfig>>): KeyedRoute[] {
  const faults: ConfigFault[] = []
  const keyed = Object.entries(routes).flatMap(([key, written]) => {
    const parsed = parseRouteKey(key)
    const pointer = `/routes/${escapePointer(key)}`
    if (typeof parsed === 'string') faults.push({ pointer, message: parsed })
    else if (!isRoute(written)) {
      faults.push({
        pointer,
        message: 'A route is a function, its name, or an object with a handler or an integration.',
      })
    } else return [{ ...parsed, key, route: normalizeRoute(written) }]
    return []
  })
  if (faults.length > 0) throw new ConfigError(faults)
  return keyed
}

/** One OPTIONS method serves all methods of a path: the first route that says something decides. */
function corsChoice(routes: readonly KeyedRoute[], shared: boolean | CorsOptions = false) {
  return ({ path }: Resource): CorsOptions | undefined => {
    const own = routes.find((route) => route.path === path && route.route.cors !== undefined)?.route.cors ?? shared
    return own === true ? {} : own === false ? undefined : own
  }
}
