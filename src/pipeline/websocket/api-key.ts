import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { WebSocketInvocation } from './invocation.js'
import type { WebSocketStepFactory } from './scope.js'
import { compileSelectionExpression, type SelectionVariable } from './selection-expression.js'

/** What `apiKeySelectionExpression` may name. */
export const KEY_VARIABLES: readonly SelectionVariable[] = ['request.header', 'context']

/**
 * Refuses a client of a `$connect` route with "API key required" whose key is missing, unknown, disabled or in no usage plan of the
 * stage.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-api-keys.html
 */
export const checkApiKey: WebSocketStepFactory = ({ api, apiId, stageName, route, modules: { usagePlans } }) => {
  if (!route.apiKeyRequired) return undefined
  const { pointer } = route
  const select = compileSelectionExpression(api.apiKeySelectionExpression, KEY_VARIABLES)
  return {
    name: 'checkApiKey',
    pointer,
    run: (invocation) => {
      const value = select(keySources(invocation))
      const key = value === '' ? undefined : usagePlans.findKey(value)
      const subscription = key?.enabled === true ? usagePlans.subscription(key, apiId, stageName) : undefined
      if (key === undefined || subscription === undefined)
        throw new GatewayResponseError('INVALID_API_KEY', { pointer })
      invocation.client.apiKey = { id: key.id, value: key.value }
      invocation.subscription = subscription
    },
  }
}

function keySources(invocation: WebSocketInvocation): Parameters<ReturnType<typeof compileSelectionExpression>>[0] {
  return {
    requestHeader: (name) => invocation.headers.get(name.toLowerCase()),
    // The key itself is no part of `$context`: it is not to be seen by templates.
    context: (path) =>
      path.join('.') === 'authorizer.usageIdentifierKey'
        ? invocation.client.authorizer?.usageIdentifierKey
        : invocation.contextValue(path),
  }
}
