import type { AuthorizerDefinition } from '../api/model.js'
import {
  findFunction,
  type FunctionRegistry,
  type RegisteredFunction,
} from '../integration/lambda/function-registry.js'
import { parseFunctionUri } from '../integration/lambda/function-uri.js'
import type { FunctionOutcome } from '../integration/types.js'
import { fillStageVariables } from '../integration/uri-template.js'
import { readAuthorizerOutput } from './output.js'
import { type Authorizer, type AuthorizerOutput, AuthorizerRefusal, type AuthorizerRequest } from './types.js'

/**
 * Makes the authorizer that calls a Lambda function, TOKEN or REQUEST. A function that raises exactly `Unauthorized`
 * refuses with 401; anything else that goes wrong is the service's 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function createLambdaAuthorizer(
  definition: AuthorizerDefinition,
  registry: FunctionRegistry,
  variables: Readonly<Record<string, string>>,
  readToken: (request: AuthorizerRequest) => string | undefined,
): Authorizer {
  const uri = fillStageVariables(definition.authorizerUri ?? '', variables)
  let target: RegisteredFunction | undefined
  return {
    authorize: (request) => {
      target ??= locate(registry, uri)
      const { methodArn, call } = request
      const event =
        definition.type === 'TOKEN'
          ? { type: 'TOKEN', authorizationToken: readToken(request) ?? '', methodArn }
          : request.event
      const { functionName, functionArn, qualifier } = target
      const outcome = target.invoke({
        functionName,
        functionArn,
        ...(qualifier !== undefined && { qualifier }),
        invocationType: 'RequestResponse',
        event,
        call,
      })
      return outcome instanceof Promise ? outcome.then(readOutcome) : readOutcome(outcome)
    },
  }
}

function locate(registry: FunctionRegistry, uri: string): RegisteredFunction {
  const target = parseFunctionUri(uri)
  return target === undefined ? findFunction(registry, uri) : registry.find(target)
}

function readOutcome(outcome: FunctionOutcome): AuthorizerOutput {
  if ('error' in outcome) {
    if (outcome.error.errorMessage === 'Unauthorized') throw new AuthorizerRefusal()
    throw new Error(`The authorizer function failed: ${outcome.error.errorMessage}`, {
      cause: outcome.error.cause ?? outcome.error,
    })
  }
  const output = readAuthorizerOutput(outcome.value)
  if (output !== undefined) return output
  throw new Error(
    'The authorizer function answered something else than {principalId, policyDocument, context}, with a flat context.',
  )
}
