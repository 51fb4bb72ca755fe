import type { Authorizer } from '../authorizer/index.js'
import { callWithDeadline } from '../integration/call-with-deadline.js'

/**
 * An authorizer of the user's own that ends at the call's deadline. Functions have their time limit already; one that never
 * answers must not hold the request.
 */
export function authorizeInTime(own: Authorizer, name: string): Authorizer {
  return {
    authorize: (request) => {
      const output = own.authorize(request)
      return output instanceof Promise ? callWithDeadline(request.call, `The authorizer ${name}`, () => output) : output
    },
  }
}
