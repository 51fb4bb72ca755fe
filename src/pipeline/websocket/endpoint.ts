import type { IntegrationDefinition, IntegrationResponseDefinition } from '../../api/model.js'
import type { WebSocketIntegration, WebSocketIntegrationResponse } from '../../api/websocket-model.js'
import { compileRequestSource, type RequestReader } from '../../transformer/parameter-mapping.js'

/**
 * A WebSocket integration as the integration module and the mappings take it: REST's form. The sources of its mappings start with
 * `route.request.` where REST's start with `method.request.`; the keys of its responses are patterns between slashes.
 */
export function toEndpoint(integration: WebSocketIntegration): IntegrationDefinition {
  const { integrationUri, credentialsArn, connectionId, contentHandlingStrategy, tlsConfig } = integration
  return {
    type: integration.integrationType,
    ...(integrationUri !== undefined && { uri: integrationUri }),
    httpMethod: integration.integrationMethod ?? 'POST',
    ...(credentialsArn !== undefined && { credentials: credentialsArn }),
    connectionType: integration.connectionType,
    ...(connectionId !== undefined && { connectionId }),
    passthroughBehavior: integration.passthroughBehavior,
    ...(contentHandlingStrategy !== undefined && { contentHandling: contentHandlingStrategy }),
    timeoutInMillis: integration.timeoutInMillis,
    responseTransferMode: 'BUFFERED',
    ...(tlsConfig !== undefined && { tlsConfig }),
    cacheKeyParameters: [],
    requestParameters: new Map(
      [...integration.requestParameters].map(([target, source]) => [target, toRestSource(source)]),
    ),
    requestTemplates: integration.requestTemplates,
    integrationResponses: [...integration.integrationResponses.values()].map(toEndpointResponse),
    pointer: integration.pointer,
  }
}

function toEndpointResponse(response: WebSocketIntegrationResponse): IntegrationResponseDefinition {
  const { integrationResponseKey: key, contentHandlingStrategy, responseTemplates, responseParameters } = response
  const pattern = responsePattern(key)
  return {
    statusCode: '200',
    ...(pattern !== undefined && { selectionPattern: pattern }),
    responseParameters,
    responseTemplates,
    ...(contentHandlingStrategy !== undefined && { contentHandling: contentHandlingStrategy }),
    pointer: response.pointer,
  }
}

/** The pattern of an integration response's key: `/2\d\d/`, a text of its own, or none for `$default`. */
export function responsePattern(key: string): string | undefined {
  if (key === '$default') return undefined
  if (key.length > 1 && key.startsWith('/') && key.endsWith('/')) return key.slice(1, -1)
  return key.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

const ROUTE = 'route.request.'
const METHOD = 'method.request.'

/** A source expression in the words of REST APIs, which the mappings know. */
export function toRestSource(source: string): string {
  return source.startsWith(ROUTE) ? METHOD + source.slice(ROUTE.length) : source
}

/** Compiles a source expression of a WebSocket API: `route.request.header.N`, `context.N`, `'text'` …; `undefined` when it is none. */
export function compileRouteSource(source: string): RequestReader | undefined {
  if (source.startsWith(METHOD) || source.startsWith(`${ROUTE}path.`)) return undefined
  return compileRequestSource(toRestSource(source))
}
