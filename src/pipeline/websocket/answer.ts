import type { WebSocketIntegrationResponse } from '../../api/websocket-model.js'
import { toBase64, toText } from '../../http/body.js'
import { type ProxyResult, readProxyResult } from '../../events/proxy-result.js'
import type { EndpointResponse } from '../../integration/types.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { convertRequestBody, type TextOrBytes } from '../../transformer/content-handling.js'
import type { PayloadTemplate } from '../../transformer/template-store.js'
import { resultOf } from '../function-result.js'
import { renderTemplate } from '../rest/request-body.js'
import { compileSelection } from '../rest/selection.js'
import type { WebSocketInvocation } from './invocation.js'
import { compileTemplateSelection } from './map-request.js'
import type { WebSocketScope, WebSocketStepFactory, WebSocketTarget } from './scope.js'
import type { SelectionExpression, SelectionVariable } from './selection-expression.js'
import { messageSources } from './validate.js'

/** What an integration response's `templateSelectionExpression` may name. */
export const ANSWER_VARIABLES: readonly SelectionVariable[] = [
  'request.body',
  'integration.response.statuscode',
  'integration.response.header',
  'integration.response.multivalueheader',
]

const SUBPROTOCOL = 'sec-websocket-protocol'

/**
 * `$connect`: the status of the integration decides whether the client is let in, and its `Sec-WebSocket-Protocol` is the
 * subprotocol.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
 */
export const readVerdict: WebSocketStepFactory = ({ target }) => {
  if (target === undefined) return undefined
  const { pointer, integrationType } = target.definition
  return {
    name: 'readVerdict',
    pointer,
    run: (invocation) => {
      const endpoint = endpointOf(invocation)
      const { statusCode, headers, body } =
        integrationType === 'AWS_PROXY' ? functionResult(endpoint, pointer) : unlessRaised(endpoint, pointer)
      invocation.statusCode = statusCode
      invocation.responseHeaders = headers
      invocation.responseBody = body
      invocation.subprotocol = headers.get(SUBPROTOCOL)
    },
  }
}

/** A message: what a proxy integration answered is the answer on the socket, where the route has one. */
export const passAnswer: WebSocketStepFactory = ({ target, route }) => {
  if (target === undefined || !target.definition.integrationType.endsWith('_PROXY')) return undefined
  const { pointer, integrationType } = target.definition
  const isTwoWay = route.routeResponseSelectionExpression !== undefined
  return {
    name: 'passAnswer',
    pointer,
    run: (invocation) => {
      const endpoint = endpointOf(invocation)
      const { statusCode, body } =
        integrationType === 'AWS_PROXY' ? functionResult(endpoint, pointer) : { ...endpoint, body: bodyOf(endpoint) }
      invocation.statusCode = statusCode
      if (isTwoWay) invocation.responseBody = toText(body)
    },
  }
}

/**
 * A message: chooses the integration response for what the back end answered, by status or by the message of the error that the
 * function raised; its template's output is the answer, or the back end's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export const mapAnswer: WebSocketStepFactory = (scope) => {
  const { target, route } = scope
  if (target === undefined || target.definition.integrationType.endsWith('_PROXY')) return undefined
  const { pointer } = target.definition
  const isTwoWay = route.routeResponseSelectionExpression !== undefined
  const select = compileResponses(scope, target)
  return {
    name: 'mapAnswer',
    pointer,
    run: (invocation) => {
      const endpoint = endpointOf(invocation)
      invocation.statusCode = endpoint.statusCode
      const chosen = select(endpoint)
      if (chosen === undefined) unlessRaised(endpoint, pointer)
      if (!isTwoWay) return
      if (chosen === undefined) {
        const cause = new Error(`No integration response fits status ${endpoint.statusCode}.`)
        throw new GatewayResponseError('API_CONFIGURATION_ERROR', { pointer: `${pointer}/integrationResponses`, cause })
      }
      invocation.responseBody = writeAnswer(invocation, endpoint, chosen)
    },
  }
}

interface CompiledResponse {
  readonly definition: WebSocketIntegrationResponse
  readonly selectTemplate: SelectionExpression
  readonly templates: ReadonlyMap<string, PayloadTemplate>
}

function compileResponses(
  { templates }: WebSocketScope,
  { definition, endpoint }: WebSocketTarget,
): (response: EndpointResponse) => CompiledResponse | undefined {
  const byPointer = new Map([...definition.integrationResponses.values()].map((one) => [one.pointer, one]))
  return compileSelection(endpoint, ({ pointer }) => {
    const response = byPointer.get(pointer) as WebSocketIntegrationResponse
    return {
      definition: response,
      selectTemplate: compileTemplateSelection(response.templateSelectionExpression, ANSWER_VARIABLES),
      templates: new Map([...response.responseTemplates].map(([key, text]) => [key, templates(text, key, 'response')])),
    }
  })
}

function writeAnswer(
  invocation: WebSocketInvocation,
  endpoint: EndpointResponse,
  { definition, selectTemplate, templates }: CompiledResponse,
): TextOrBytes {
  const body = convertAnswer(bodyOf(endpoint), definition)
  const key = selectTemplate({
    ...messageSources(invocation),
    responseStatus: () => String(endpoint.statusCode),
    responseHeaders: (name) => endpoint.headers.getAll(name),
  })
  const template = templates.get(key) ?? templates.get('$default')
  return template === undefined ? body : renderTemplate(template, invocation, toText(body), definition.pointer)
}

function convertAnswer(
  body: TextOrBytes,
  { contentHandlingStrategy, pointer }: WebSocketIntegrationResponse,
): TextOrBytes {
  if (contentHandlingStrategy === 'CONVERT_TO_TEXT') return toBase64(body)
  if (contentHandlingStrategy === undefined) return toText(body)
  const bytes = convertRequestBody(body, false, contentHandlingStrategy)
  if (bytes !== undefined) return bytes
  const cause = new Error('CONVERT_TO_BINARY: the body of the integration is not base64.')
  throw new GatewayResponseError('API_CONFIGURATION_ERROR', { pointer: `${pointer}/contentHandlingStrategy`, cause })
}

function endpointOf({ endpointResponse }: WebSocketInvocation): EndpointResponse {
  if (endpointResponse === undefined) throw new Error('The integration was not called.')
  return endpointResponse
}

function bodyOf({ body }: EndpointResponse): TextOrBytes {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw new Error('A streamed body cannot be an answer on a socket.')
}

// A function that raised is a failed integration (recorded).
function unlessRaised(
  endpoint: EndpointResponse,
  pointer: string,
): Pick<EndpointResponse, 'statusCode' | 'headers'> & { readonly body: TextOrBytes } {
  const { functionError: error } = endpoint
  if (error === undefined) return { statusCode: endpoint.statusCode, headers: endpoint.headers, body: bodyOf(endpoint) }
  const cause = error.cause ?? new Error(`${error.errorType ?? 'Error'}: ${error.errorMessage}`)
  throw integrationFailed(cause, pointer)
}

function functionResult(endpoint: EndpointResponse, pointer: string): ProxyResult {
  unlessRaised(endpoint, pointer)
  const result = readProxyResult(resultOf(endpoint))
  if (result !== undefined) return result
  throw integrationFailed(new Error('The function answered something else than {statusCode, headers, body}.'), pointer)
}

function integrationFailed(cause: unknown, pointer: string): GatewayResponseError {
  return new GatewayResponseError('INTEGRATION_FAILURE', {
    statusCode: 502,
    message: 'Internal server error',
    cause,
    pointer,
  })
}
