import type { HttpRoute } from '../../api/http-model.js'
import { childPointer, fieldsOf, textOf } from '../document-tree.js'
import { follow, note, optional, optionalText, refuse, type ImportContext, type Located } from '../import-context.js'
import { OPERATIONS, OTHER_KEYS } from '../paths.js'
import { routeSecurity, type HttpSchemes } from './authorizers.js'
import { importHttpIntegration } from './integrations.js'

const DEFAULT_PATH = '/$default'

/** Reads `paths` into routes. */
export function importRoutes(context: ImportContext, prefix: string, schemes: HttpSchemes): Map<string, HttpRoute> {
  const routes = new Map<string, HttpRoute>()
  for (const [written, value] of fieldsOf(context.document['paths'])) {
    if (written.startsWith('x-')) continue
    const pointer = childPointer('/paths', written)
    const item = follow(context, value, pointer)
    if (!written.startsWith('/')) refuse(context, pointer, 'A path starts with a slash.', { found: written })
    else if (item !== undefined) {
      const path = written === DEFAULT_PATH ? '$default' : `${prefix}${written}`
      if (checkPath(context, path, pointer)) addRoutes(context, routes, path, item, schemes)
    }
  }
  return routes
}

const SEGMENT = /^(?:[^{}]*|\{[\w.:-]+\+?\})$/

function checkPath(context: ImportContext, path: string, pointer: string): boolean {
  const segments = path.split('/')
  const wrong = segments.find((segment) => !SEGMENT.test(segment))
  const greedy = segments.findIndex((segment) => segment.endsWith('+}'))
  if (wrong !== undefined) {
    refuse(context, pointer, 'A part of a path is text, {name}, or, at the end, {name+}.', { found: wrong })
  } else if (greedy !== -1 && greedy !== segments.length - 1) {
    refuse(context, pointer, 'A greedy path variable is the last part of its path.', { found: segments[greedy] })
  } else return true
  return false
}

function addRoutes(
  context: ImportContext,
  routes: Map<string, HttpRoute>,
  path: string,
  item: Located,
  schemes: HttpSchemes,
): void {
  for (const [key, value] of fieldsOf(item.node)) {
    const pointer = childPointer(item.pointer, key)
    const httpMethod = OPERATIONS.get(key)
    if (httpMethod === undefined) {
      if (OTHER_KEYS.has(key) || key.startsWith('x-')) continue
      note(
        context,
        'warning',
        'definition/operation-ignored',
        pointer,
        `${key} is no operation that the service knows.`,
      )
      continue
    }
    const operation = follow(context, value, pointer)
    if (operation === undefined) continue
    const isDefault = path === '$default' || textOf(operation.node['isDefaultRoute'])?.toLowerCase() === 'true'
    const route = importRoute(context, operation, isDefault ? '$default' : path, httpMethod, schemes)
    if (routes.has(route.routeKey))
      refuse(context, pointer, `There is a route ${route.routeKey} already.`, { found: route.routeKey })
    routes.set(route.routeKey, route)
  }
}

function importRoute(
  context: ImportContext,
  operation: Located,
  path: string,
  httpMethod: string,
  schemes: HttpSchemes,
): HttpRoute {
  const integration = importHttpIntegration(context, operation)
  noteForeignParts(context, operation)
  if (operation.node[INTEGRATION] === undefined) {
    const message = 'The route has no integration: the service answers every request to it with 500.'
    note(context, 'warning', 'route/no-integration', operation.pointer, message)
  }
  return {
    routeKey: path === '$default' ? path : `${httpMethod} ${path}`,
    httpMethod: path === '$default' ? 'ANY' : httpMethod,
    path,
    ...optional('operationName', optionalText(operation.node, 'operationId')),
    ...routeSecurity(context, operation, schemes),
    ...optional('integration', integration),
    pointer: operation.pointer,
  }
}

const INTEGRATION = 'x-amazon-apigateway-integration'
const VALIDATOR = 'x-amazon-apigateway-request-validator'

/** What REST APIs would heed in an operation. */
function noteForeignParts(context: ImportContext, { node, pointer }: Located): void {
  const message = 'HTTP APIs validate nothing: a request validator has no effect; REST APIs have them.'
  if (node[VALIDATOR] !== undefined)
    note(context, 'warning', 'definition/rest-api-only', `${pointer}/${VALIDATOR}`, message)
}
