import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Step } from '../invocation.js'
import type { MethodScope } from './scope.js'

/** Makes the step of a method with `AWS_IAM`. */
export function authorizeBySignature(scope: MethodScope): Step {
  return {
    name: 'authorize',
    pointer: scope.method.pointer,
    run: () => {
      throw new GatewayResponseError('MISSING_AUTHENTICATION_TOKEN', { pointer: scope.method.pointer })
    },
  }
}
