import type { HttpRoute } from '../api/http-model.js'
import { createRouter, type RouteEntry, type Router } from './router.js'

/**
 * Compiles the routes of an HTTP API. A full match wins over every greedy one, whatever its literals; then come greedy
 * routes, the longer first; then `$default` (documented).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createHttpRouter<T extends { readonly route: HttpRoute }>(routes: readonly T[]): Router<T> {
  const entries = routes
    .filter(({ route }) => route.routeKey !== '$default')
    .map((one): RouteEntry<T> => ({ method: one.route.httpMethod, path: one.route.path, route: one }))
  const full = createRouter(entries.filter(({ path }) => !path.endsWith('+}')))
  const greedy = createRouter(entries.filter(({ path }) => path.endsWith('+}')))
  const fallback = routes.find(({ route }) => route.routeKey === '$default')
  const rest = fallback === undefined ? undefined : { route: fallback, values: [] }
  return {
    routes: () => routes,
    find: (method, path) => full.find(method, path) ?? greedy.find(method, path) ?? rest,
  }
}
