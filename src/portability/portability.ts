import type { HttpApi, HttpRoute } from '../api/http-model.js'
import type { Method, Resource, RestApi } from '../api/model.js'
import { UsageError } from '../errors.js'
import { exportHttpApi, importApi, type ImportOptions } from '../openapi/index.js'
import { apiFindings, corsOfMocks } from './api-rules.js'
import { convertAuthorizers, type ConvertedAuthorizers } from './authorizer-rules.js'
import { convertIntegration } from './integration-rules.js'
import type { PortabilityFinding, PortabilityReport, RoutePortability } from './types.js'

/**
 * Says, route by route, what a move from a REST to an HTTP API loses or changes, and converts the definition. Nothing is
 * deployed; `definition` is not changed.
 *
 * @param to the protocol that the API moves to
 * @throws {DefinitionError} when the definition is none of a REST API
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
 *
 * @example
 * ```ts
 * import { portability } from 'postern'
 *
 * const report = portability({
 *   openapi: '3.0.1',
 *   info: { title: 'pets', version: '1' },
 *   paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'MOCK' } } } },
 * }, 'HTTP')
 * report.routes[0]?.findings[0]?.rule // 'integration/mock'
 * ```
 */
export function portability(definition: unknown, to: 'HTTP', options: ImportOptions = {}): PortabilityReport {
  if (to !== 'HTTP') throw new UsageError('ERR_USAGE', `A REST API can be moved to HTTP, not to ${String(to)}.`)
  const { api } = importApi(definition, options)
  const authorizers = convertAuthorizers(api)
  const routes = new Map<string, HttpRoute>()
  const reports = methodsOf(api).map(([resource, method]) => convertMethod(resource, method, authorizers, routes))
  const cors = corsOfMocks(api)
  const converted: HttpApi = {
    protocolType: 'HTTP',
    name: api.name,
    ...(api.description !== undefined && { description: api.description }),
    ...(api.version !== undefined && { version: api.version }),
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    ...(cors !== undefined && { corsConfiguration: cors }),
    routes,
    authorizers: authorizers.authorizers,
  }
  return { api: apiFindings(api, cors !== undefined), routes: reports, definition: exportHttpApi(converted).document }
}

function methodsOf(api: RestApi): Array<[Resource, Method]> {
  return [...api.resources.values()].flatMap((resource) =>
    [...resource.methods.values()].map((method): [Resource, Method] => [resource, method]),
  )
}

function convertMethod(
  { path }: Resource,
  method: Method,
  authorizers: ConvertedAuthorizers,
  routes: Map<string, HttpRoute>,
): RoutePortability {
  const routeKey = `${method.httpMethod} ${path}`
  const findings: PortabilityFinding[] = [...methodFindings(method), ...authorizers.findingsOf(method)]
  const integration = convertIntegration(method, findings)
  if (integration !== undefined) {
    routes.set(routeKey, {
      routeKey,
      httpMethod: method.httpMethod,
      path,
      ...(method.operationName !== undefined && { operationName: method.operationName }),
      ...authorizers.securityOf(method),
      integration,
      pointer: method.pointer,
    })
  }
  return { route: routeKey, converted: integration !== undefined, findings }
}

function methodFindings(method: Method): PortabilityFinding[] {
  const { pointer } = method
  const findings: PortabilityFinding[] = []
  const lost = (rule: string, message: string): void => {
    findings.push({ level: 'lost', rule, message, pointer })
  }
  if (method.apiKeyRequired)
    lost('authorization/api-key', 'HTTP APIs have no API keys: every caller would get through.')
  if (method.requestValidator !== undefined)
    lost('request/validator', 'HTTP APIs validate nothing: requests that are refused today would reach the back end.')
  return findings
}
