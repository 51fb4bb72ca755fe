import type { IntegrationDefinition } from '../../api/model.js'
import { createWebSocketEvent } from '../../events/websocket-event.js'
import { HeaderList } from '../../http/header-list.js'
import type { CallInfo, IntegrationRequest, Payload } from '../../integration/types.js'
import { compileUri, fillStageVariables, greedyVariables } from '../../integration/uri-template.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { convertRequestBody } from '../../transformer/content-handling.js'
import { chooseRequestTemplate } from '../../transformer/template-choice.js'
import { InvocationCall } from '../call-info.js'
import { customHeaders, flowOf, mappedHeaders, stageTargets } from '../rest/map-request.js'
import { renderTemplate } from '../rest/request-body.js'
import { compileRequestParameters, type MappedParameters } from '../rest/request-parameters.js'
import type { WebSocketInvocation } from './invocation.js'
import type { WebSocketScope, WebSocketStepFactory, WebSocketTarget } from './scope.js'
import { compileSelectionExpression, type SelectionExpression } from './selection-expression.js'
import { MESSAGE_VARIABLES, messageSources } from './validate.js'

/** What HTTP back ends are told of every body (seen). */
const CONTENT_TYPE = 'application/json'

/**
 * Makes the request to the back end: the message, or what the chosen template makes of it, at the integration's address, with the
 * mapped parameters.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export const mapRequest: WebSocketStepFactory = (scope) => {
  const { target, apiId, variables } = scope
  if (target === undefined || target.definition.integrationType === 'AWS_PROXY') return undefined
  const { endpoint } = target
  const flow = flowOf(endpoint)
  const mapParameters = compileRequestParameters(endpoint, flow)
  const address = compileUri(endpoint.uri ?? '', variables, greedyVariables(endpoint.requestParameters, ''))
  const mapBody = flow === 'http-proxy' ? passMessage : compileBody(scope, target)
  const writeHeaders = flow === 'http' || flow === 'http-proxy' ? customHeaders : mappedHeaders
  const targets = stageTargets(endpoint, variables)
  return {
    name: 'mapRequest',
    pointer: endpoint.pointer,
    run: (invocation) => {
      const mapped = mapParameters(invocation)
      const body = mapBody(invocation)
      invocation.integrationRequest = {
        definition: endpoint,
        httpMethod: endpoint.httpMethod ?? 'POST',
        uri: flow === 'mock' ? '' : addressOf(address, mapped, endpoint),
        headers: writeHeaders(invocation, mapped, { body, contentType: CONTENT_TYPE }, { apiId }),
        body,
        ...targets,
        event: undefined,
        call: new InvocationCall(invocation, endpoint.timeoutInMillis),
      }
    },
  }
}

function addressOf(
  address: ReturnType<typeof compileUri>,
  mapped: MappedParameters,
  endpoint: IntegrationDefinition,
): string {
  const uri = address.build((name) => mapped.path.get(name)?.[0], mapped.querystring)
  if (uri !== undefined) return uri
  throw new GatewayResponseError('API_CONFIGURATION_ERROR', {
    pointer: `${endpoint.pointer}/integrationUri`,
    cause: new Error(`The integration has no valid address: ${endpoint.uri}`),
  })
}

type BodyMapper = (invocation: WebSocketInvocation) => Payload

const passMessage: BodyMapper = ({ body }) => body

function compileBody({ templates }: WebSocketScope, { definition, endpoint }: WebSocketTarget): BodyMapper {
  const { pointer, passthroughBehavior, contentHandling } = endpoint
  const select = compileTemplateSelection(definition.templateSelectionExpression)
  const byKey = new Map([...definition.requestTemplates].map(([key, text]) => [key, templates(text, key, 'request')]))
  return (invocation) => {
    const message = invocation.bodyText()
    const choice = chooseRequestTemplate(byKey, select(messageSources(invocation)), passthroughBehavior)
    if (choice === 'unsupported') throw new GatewayResponseError('UNSUPPORTED_MEDIA_TYPE', { pointer })
    const text = choice === 'passthrough' ? message : renderTemplate(choice.template, invocation, message, pointer)
    const body = contentHandling === 'CONVERT_TO_BINARY' ? convertRequestBody(text, false, contentHandling) : text
    if (body !== undefined) return body === '' ? undefined : body
    const cause = new Error('CONVERT_TO_BINARY: the message is not base64.')
    throw new GatewayResponseError('API_CONFIGURATION_ERROR', { pointer: `${pointer}/contentHandlingStrategy`, cause })
  }
}

/** Templates without an expression are found by the type that all messages have (observed). */
export function compileTemplateSelection(
  expression: string | undefined,
  variables: Parameters<typeof compileSelectionExpression>[1] = MESSAGE_VARIABLES,
): SelectionExpression {
  return expression === undefined || expression === ''
    ? () => CONTENT_TYPE
    : compileSelectionExpression(expression, variables)
}

/** Makes the event for a function behind a Lambda proxy integration. */
export const makeEvent: WebSocketStepFactory = ({ target, variables }) => {
  if (target?.definition.integrationType !== 'AWS_PROXY') return undefined
  const { endpoint } = target
  const uri = fillStageVariables(endpoint.uri ?? '', variables)
  return {
    name: 'makeEvent',
    pointer: endpoint.pointer,
    run: (invocation) => {
      invocation.integrationRequest = new EventRequest(invocation, endpoint, uri)
    },
  }
}

/** The request to a proxy function: all that counts is the event, made when it is read. */
class EventRequest implements IntegrationRequest {
  readonly definition: IntegrationDefinition
  readonly uri: string
  readonly httpMethod = 'POST'
  readonly call: CallInfo
  readonly body: Payload
  readonly #invocation: WebSocketInvocation
  #event: object | undefined = undefined

  constructor(invocation: WebSocketInvocation, definition: IntegrationDefinition, uri: string) {
    this.#invocation = invocation
    this.definition = definition
    this.uri = uri
    this.body = invocation.body
    this.call = new InvocationCall(invocation, definition.timeoutInMillis)
  }

  get event(): object {
    return (this.#event ??= createWebSocketEvent(this.#invocation))
  }

  get headers(): HeaderList {
    return new HeaderList()
  }
}
