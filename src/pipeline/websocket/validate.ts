import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { compileRouteSource } from './endpoint.js'
import type { WebSocketInvocation } from './invocation.js'
import type { WebSocketStepFactory } from './scope.js'
import { compileSelectionExpression, type SelectionVariable } from './selection-expression.js'

/** Refuses a client that connects without a parameter that the route requires. */
export const validateParameters: WebSocketStepFactory = ({ route: { requestParameters, pointer } }) => {
  const required = [...requestParameters]
    .filter(([, isRequired]) => isRequired)
    .map(([source]) => ({ name: source.split('.').slice(3).join('.'), read: compileRouteSource(source) }))
  if (required.length === 0) return undefined
  return {
    name: 'validateParameters',
    pointer,
    run: (invocation) => {
      const missing = required.filter(({ read }) => String(read?.(invocation) ?? '').trim() === '')
      if (missing.length === 0) return
      const message = `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`
      throw new GatewayResponseError('BAD_REQUEST_PARAMETERS', { message, pointer })
    },
  }
}

/** What expressions that choose by the message may name. */
export const MESSAGE_VARIABLES: readonly SelectionVariable[] = ['request.body']

/**
 * Refuses a message that does not fit the model that it chooses; `$default` stands for the keys that no model has, and without one
 * such a message is refused.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export const validateMessage: WebSocketStepFactory = ({ route, models }) => {
  const { modelSelectionExpression, requestModels, pointer } = route
  if (modelSelectionExpression === undefined || modelSelectionExpression === '') return undefined
  const select = compileSelectionExpression(modelSelectionExpression, MESSAGE_VARIABLES)
  return {
    name: 'validateMessage',
    pointer,
    run: (invocation) => {
      const value = invocation.jsonIfAny()
      const name = requestModels.get(select(messageSources(invocation))) ?? requestModels.get('$default')
      if (value !== undefined && name !== undefined && models(name).validate(value)) return
      throw new GatewayResponseError('BAD_REQUEST_BODY', { pointer })
    },
  }
}

/** The message as selection expressions read it. */
export function messageSources(
  invocation: WebSocketInvocation,
): Pick<Parameters<ReturnType<typeof compileSelectionExpression>>[0], 'requestBody'> {
  return { requestBody: () => invocation.jsonIfAny() }
}
