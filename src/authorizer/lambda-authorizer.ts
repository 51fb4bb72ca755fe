import type { AuthorizerDefinition } from '../api/model.js'
import {
  findFunction,
  type FunctionRegistry,
  type RegisteredFunction,
} from '../integration/lambda/function-registry.js'
import { parseFunctionUri } from '../integration/lambda/function-uri.js'
import type { CallInfo, FunctionOutcome } from '../integration/types.js'
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
  const callFunction = callAuthorizerFunction(definition.authorizerUri ?? '', registry, variables)
  return {
    authorize: (request) => {
      const { methodArn, call } = request
      const event =
        definition.type === 'TOKEN'
          ? { type: 'TOKEN', authorizationToken: readToken(request) ?? '', methodArn }
          : request.event
      const value = callFunction(event, call)
      return value instanceof Promise ? value.then(readValue) : readValue(value)
    },
  }
}

/**
 * Makes what calls an authorizer function, of either protocol: gives what the function returned. Throws (or rejects)
 * {@link AuthorizerRefusal} when it raised exactly `Unauthorized`, another error for anything else that goes wrong.
 */
export function callAuthorizerFunction(
  authorizerUri: string,
  registry: FunctionRegistry,
  variables: Readonly<Record<string, string>>,
): (event: object, call: CallInfo) => unknown {
  const uri = fillStageVariables(authorizerUri, variables)
  let target: RegisteredFunction | undefined
  return (event, call) => {
    target ??= locate(registry, uri)
    const { functionName, functionArn, qualifier } = target
    const outcome = target.invoke({
      functionName,
      functionArn,
      ...(qualifier !== undefined && { qualifier }),
      invocationType: 'RequestResponse',
      event,
      call,
    })
    return outcome instanceof Promise ? outcome.then(valueOf) : valueOf(outcome)
  }
}

function locate(registry: FunctionRegistry, uri: string): RegisteredFunction {
  const target = parseFunctionUri(uri)
  return target === undefined ? findFunction(registry, uri) : registry.find(target)
}

function valueOf(outcome: FunctionOutcome): unknown {
  if ('error' in outcome) {
    if (outcome.error.errorMessage === 'Unauthorized') throw new AuthorizerRefusal()
    throw new Error(`The authorizer function failed: ${outcome.error.errorMessage}`, {
      cause: outcome.error.cause ?? outcome.error,
    })
  }
  return outcome.value
}

function readValue(value: unknown): AuthorizerOutput {
  const output = readAuthorizerOutput(value)
  if (output !== undefined) return output
  throw new Error(
    'The authorizer function answered something else than {principalId, policyDocument, context}, with a flat context.',
  )
}
