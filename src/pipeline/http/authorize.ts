import { authorizeByFunction } from './authorize-function.js'
import { authorizeBySigner } from './authorize-iam.js'
import { authorizeByToken } from './authorize-jwt.js'
import type { HttpStepFactory } from './scope.js'

/** Makes the step that decides who may call a route. A route that names an authorizer which is not there has no way in. */
export const authorize: HttpStepFactory = (scope) => {
  const { route, api } = scope
  if (route.authorizationType === 'NONE') return undefined
  if (route.authorizationType === 'AWS_IAM') return authorizeBySigner(scope)
  const authorizer = route.authorizer === undefined ? undefined : api.authorizers.get(route.authorizer)
  if (authorizer === undefined) throw new Error(`The route ${route.routeKey} names an authorizer that is not there.`)
  return authorizer.authorizerType === 'JWT'
    ? authorizeByToken(scope, authorizer)
    : authorizeByFunction(scope, authorizer)
}
