import type { AuthorizerDefinition } from '../../api/model.js'
import type { Step } from '../invocation.js'
import { unauthorized } from './refusals.js'
import type { MethodScope } from './scope.js'

/** Makes the step of a method behind a Cognito user pool. */
export function authorizeByPool(_: MethodScope, definition: AuthorizerDefinition): Step {
  return {
    name: 'authorize',
    pointer: definition.pointer,
    run: () => {
      throw unauthorized(definition.pointer)
    },
  }
}
