import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Invocation } from '../invocation.js'
import type { StepFactory } from './scope.js'

/**
 * Refuses a request to a method with "API key required" whose key is missing, unknown, disabled or in no usage plan of the
 * stage. The key comes from `x-api-key` (any case, recorded) or from the authorizer. Other methods look at no key.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
export const checkApiKey: StepFactory = (scope) => {
  if (!scope.method.apiKeyRequired) return undefined
  const { usagePlans } = scope.modules
  const fromAuthorizer = scope.api.apiKeySource === 'AUTHORIZER'
  return {
    name: 'checkApiKey',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const value = fromAuthorizer ? invocation.authorizer?.usageIdentifierKey : invocation.headers.get('x-api-key')
      const key = value === undefined ? undefined : usagePlans.findKey(value)
      const subscription =
        key?.enabled === true ? usagePlans.subscription(key, scope.apiId, scope.stageName) : undefined
      if (key === undefined || subscription === undefined) throw refusal(invocation, scope.method.pointer)
      invocation.apiKey = key
      invocation.subscription = subscription
    },
  }
}

function refusal(invocation: Invocation, pointer: string): GatewayResponseError {
  const reason = invocation.headers.has('x-api-key')
    ? 'is unknown, disabled, or in no usage plan of the stage'
    : 'is missing'
  return new GatewayResponseError('INVALID_API_KEY', { pointer, cause: new Error(`The API key ${reason}.`) })
}
