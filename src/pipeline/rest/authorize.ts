import { authorizeByLambda } from './authorize-lambda.js'
import { authorizeByPool } from './authorize-cognito.js'
import { authorizeBySignature } from './authorize-iam.js'
import type { AuthorizeStep } from './authorize-step.js'
import { withTestIdentities } from './authorize-test-identity.js'
import type { MethodScope, StepFactory } from './scope.js'

/**
 * Who may call the method: a Lambda authorizer, a user pool, or the caller's own IAM policies. Methods without
 * authorization have no such step.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 */
export const authorize: StepFactory = (scope) => {
  const step = stepOf(scope)
  return step && withTestIdentities(scope, step)
}

function stepOf(scope: MethodScope): AuthorizeStep | undefined {
  switch (scope.method.authorizationType) {
    case 'NONE':
      return undefined
    case 'AWS_IAM':
      return authorizeBySignature(scope)
    case 'CUSTOM':
      return authorizeByLambda(scope, authorizerOf(scope))
    case 'COGNITO_USER_POOLS':
      return authorizeByPool(scope, authorizerOf(scope))
  }
}

function authorizerOf({ api, method }: MethodScope): NonNullable<ReturnType<typeof api.authorizers.get>> {
  const definition = method.authorizer === undefined ? undefined : api.authorizers.get(method.authorizer)
  if (definition === undefined) throw new Error(`${method.pointer}: there is no authorizer ${method.authorizer}.`)
  return definition
}
