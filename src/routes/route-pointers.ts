import { ConfigError } from '../errors.js'
import { operationKey, type ParsedRouteKey } from './route-key.js'

/** A route and the key that it was written under. */
interface Keyed extends ParsedRouteKey {
  readonly key: string
}

/** Runs the import of the document that routes make; its faults are told as the routes' own. */
export function withRoutePointers<T>(routes: readonly Keyed[], run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(error.faults.map((fault) => ({ ...fault, pointer: routePointer(routes, fault.pointer) })))
  }
}

/** The document is of our own making: its places are told as the routes' and options' are. */
export function routePointer(routes: readonly Keyed[], pointer: string): string {
  for (const { key, path, httpMethod } of routes) {
    const operation = `/paths/${escapePointer(path)}/${operationKey(httpMethod)}`
    if (pointer !== operation && !pointer.startsWith(`${operation}/`)) continue
    const rest = pointer.slice(operation.length).replace('x-amazon-apigateway-integration', 'integration')
    return `/routes/${escapePointer(key)}${rest.replace('x-amazon-apigateway-request-validator', 'requestValidator')}`
  }
  const inPath = routes.find(({ path }) => pointer === `/paths/${escapePointer(path)}`)
  return inPath === undefined ? optionPointer(pointer) : `/routes/${escapePointer(inPath.key)}`
}

function optionPointer(pointer: string): string {
  return pointer
    .replace('/components/schemas/', '/models/')
    .replace('/components/securitySchemes/', '/authorizers/')
    .replace('/x-amazon-apigateway-authorizer', '')
    .replace('/x-amazon-apigateway-gateway-responses', '/gatewayResponses')
    .replace('/x-amazon-apigateway-', '/')
}

/** A name as a part of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** JavaScript callers have no compiler to tell them. */
export function isRoute(route: unknown): boolean {
  if (typeof route === 'function' || typeof route === 'string') return true
  if (typeof route !== 'object' || route === null) return false
  if ('invoke' in route) return typeof route.invoke === 'function'
  return (
    ('handler' in route && isRoute(route.handler)) || ('integration' in route && typeof route.integration === 'object')
  )
}
