import type { HttpLambdaAuthorizer } from '../../api/http-model.js'
import {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  callAuthorizerFunction,
  readAuthorizerOutput,
  readSimpleOutput,
  type StoredOutput,
} from '../../authorizer/index.js'
import { createHttpAuthorizerEvent } from '../../events/http-authorizer-event.js'
import { type CompiledPolicy, compilePolicy } from '../../policy/index.js'
import { internalError, notAllowed, notIdentified } from '../../responses/http-api-error.js'
import { authorizeInTime } from '../authorize-in-time.js'
import { InvocationAuthorizerRequest } from '../authorizer-request.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { compileIdentitySources } from './identity-sources.js'
import type { HttpInvocation, HttpStep } from './invocation.js'
import type { RouteScope } from './scope.js'

/** Milliseconds an authorizer may take (documented). */
const AUTHORIZER_TIMEOUT = 10_000

/**
 * Makes the step of a route behind a Lambda authorizer, or one of the user's own in its place.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function authorizeByFunction(scope: RouteScope, definition: HttpLambdaAuthorizer): HttpStep {
  const { pointer } = definition
  const { authorizerResults } = scope.modules
  const identity =
    definition.identitySource.length === 0 ? undefined : compileIdentitySources(definition.identitySource)
  const own = scope.modules.authorizers[definition.name]
  const authorizer = (own && authorizeInTime(own, definition.name)) ?? functionAuthorizer(scope, definition)
  const ttl = identity === undefined ? 0 : definition.authorizerResultTtlInSeconds
  const prefix = `${scope.apiId}/${scope.stageName}/${definition.name}/`

  const settle = (
    invocation: HttpInvocation,
    output: AuthorizerOutput,
    key: string | undefined,
  ): void | Promise<void> => {
    const now = invocation.runtime.clock.now()
    invocation.authorizerLatency = now - invocation.now
    const kept =
      key === undefined ? undefined : authorizerResults.set(key, { output, expiresAt: now + ttl * 1000 }, now)
    return kept instanceof Promise
      ? kept.then(() => admit(invocation, output, pointer))
      : admit(invocation, output, pointer)
  }
  const ask = (
    invocation: HttpInvocation,
    shown: readonly string[] | undefined,
    key: string | undefined,
  ): void | Promise<void> => {
    const request = new HttpAuthorizerRequest(invocation, definition, shown)
    const output = refusing(() => authorizer.authorize(request), pointer)
    // A copy: an authorizer that gives the same object each time may change its policy in between.
    return output instanceof Promise
      ? output.then((answer) => settle(invocation, { ...answer }, key))
      : settle(invocation, { ...output }, key)
  }
  const decide = (
    invocation: HttpInvocation,
    stored: StoredOutput | undefined,
    shown: readonly string[],
    key: string,
  ): void | Promise<void> =>
    // A store that gives back what has expired lets nobody in: the authorizer is asked.
    stored !== undefined && stored.expiresAt > invocation.now
      ? admit(invocation, stored.output, pointer)
      : ask(invocation, shown, key)

  return {
    name: 'authorize',
    pointer,
    run: (invocation) => {
      const shown = identity?.(invocation)
      if (identity !== undefined && shown === undefined) throw notIdentified({ pointer })
      if (ttl === 0 || shown === undefined) return ask(invocation, shown, undefined)
      const key = prefix + shown.map((value) => `${value.length}:${value}`).join('')
      const stored = authorizerResults.get(key, invocation.now)
      if (stored instanceof Promise) return stored.then((known) => decide(invocation, known, shown, key))
      return decide(invocation, stored, shown, key)
    },
  }
}

function functionAuthorizer(scope: RouteScope, definition: HttpLambdaAuthorizer): Authorizer {
  const call = callAuthorizerFunction(definition.authorizerUri, scope.modules.functions, scope.variables)
  const form = definition.authorizerPayloadFormatVersion === '1.0' ? 'flat' : 'nested'
  const read = (value: unknown): AuthorizerOutput | undefined => {
    const output = definition.enableSimpleResponses ? readSimpleOutput(value) : readAuthorizerOutput(value, form)
    // JWT authorizers write that name: a context of format 1.0 may not (documented).
    return form === 'flat' && output?.context !== undefined && 'claims' in output.context ? undefined : output
  }
  const readValue = (value: unknown): AuthorizerOutput => {
    const output = read(value)
    if (output !== undefined) return output
    const wanted = definition.enableSimpleResponses
      ? '{isAuthorized, context}'
      : '{principalId, policyDocument, context}'
    throw new Error(`The authorizer function answered something else than ${wanted}.`)
  }
  return {
    authorize: (request) => {
      const value = call(request.event, request.call)
      return value instanceof Promise ? value.then(readValue) : readValue(value)
    },
  }
}

// Every way to fail ends in a refusal.
function refusing<T>(run: () => T | Promise<T>, pointer: string): T | Promise<T> {
  const refuse = (error: unknown): never => {
    throw error instanceof AuthorizerRefusal ? notIdentified({ pointer }) : internalError({ pointer, cause: error })
  }
  try {
    const result = run()
    return result instanceof Promise ? result.catch(refuse) : result
  } catch (error) {
    return refuse(error)
  }
}

const POLICIES = new WeakMap<object, CompiledPolicy>()

function policyOf(output: AuthorizerOutput, pointer: string): CompiledPolicy {
  let policy = POLICIES.get(output)
  if (policy === undefined) {
    try {
      policy = compilePolicy(output.policyDocument)
    } catch (cause) {
      throw internalError({ pointer, cause })
    }
    POLICIES.set(output, policy)
  }
  return policy
}

function admit(invocation: HttpInvocation, output: AuthorizerOutput, pointer: string): void {
  if (policyOf(output, pointer).evaluate(new InvocationPolicyRequest(invocation)).effect !== 'Allow')
    throw notAllowed({ pointer })
  invocation.authorizer = {
    context: output.context ?? {},
    ...(output.principalId !== '' && { principalId: output.principalId }),
  }
}

/** What an authorizer sees of an invocation. */
class HttpAuthorizerRequest extends InvocationAuthorizerRequest<HttpInvocation> {
  readonly #definition: HttpLambdaAuthorizer
  readonly #identity: readonly string[] | undefined

  constructor(invocation: HttpInvocation, definition: HttpLambdaAuthorizer, identity: readonly string[] | undefined) {
    super(invocation, AUTHORIZER_TIMEOUT)
    this.#definition = definition
    this.#identity = identity
  }

  override get event(): object {
    return createHttpAuthorizerEvent(this.sources, {
      payloadFormatVersion: this.#definition.authorizerPayloadFormatVersion,
      routeArn: this.methodArn,
      identity: this.#identity,
    })
  }
}
