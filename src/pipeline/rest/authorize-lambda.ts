import type { AuthorizerDefinition } from '../../api/model.js'
import {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  type AuthorizerRequest,
  compileIdentity,
  createLambdaAuthorizer,
  type StoredOutput,
} from '../../authorizer/index.js'
import { createAuthorizerEvent } from '../../events/authorizer-event.js'
import { copyOwn } from '../../http/own-property.js'
import type { CallInfo } from '../../integration/types.js'
import { combine, type CompiledPolicy, compilePolicy } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { urlTooLong } from '../../responses/http-refusal.js'
import { authorizeInTime } from '../authorize-in-time.js'
import { InvocationCall } from '../call-info.js'
import type { Invocation } from '../invocation.js'
import { methodArn } from '../method-arn.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { type AuthorizeStep, authorizeStep, because, type Judgement } from './authorize-step.js'
import { authorizerFailed, notAuthorizedByAuthorizer, unauthorized } from './refusals.js'
import { resourceEffect } from './resource-policy.js'
import type { MethodScope } from './scope.js'

const DEFAULT_TTL_SECONDS = 300
/** Milliseconds an authorizer may take: the service's integration limit. */
const AUTHORIZER_TIMEOUT = 29_000
/** Bytes of a method ARN on methods with authorization. */
const ARN_LIMIT = 1600

/** Makes the step of a method behind a TOKEN or REQUEST authorizer, or one of the user's own in its place. */
export function authorizeByLambda(scope: MethodScope, definition: AuthorizerDefinition): AuthorizeStep {
  const identity = compileIdentity(definition)
  const own = scope.modules.authorizers[definition.name]
  const authorizer: Authorizer =
    (own && authorizeInTime(own, definition.name)) ??
    createLambdaAuthorizer(definition, scope.modules.functions, scope.variables, ({ sources }) =>
      identity.token(sources),
    )
  const ttl = definition.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS
  const needsIdentity = definition.type === 'TOKEN' || ttl > 0
  const prefix = `${scope.apiId}/${scope.stageName}/${scope.deploymentId}/${definition.name}/`
  const { pointer } = definition

  return authorizeStep(pointer, (invocation) => {
    const shown = identity.key(invocation)
    if (needsIdentity && shown === undefined) throw unauthorized(pointer)
    if (methodArn(invocation).length > ARN_LIMIT) throw urlTooLong()
    const key = ttl > 0 && shown !== undefined ? prefix + shown : undefined
    const known = key === undefined ? undefined : scope.modules.authorizerResults.get(key, invocation.now)
    if (known instanceof Promise) return known.then((stored) => decide(invocation, stored, key))
    return decide(invocation, known, key)
  })

  function decide(
    invocation: Invocation,
    stored: StoredOutput | undefined,
    key: string | undefined,
  ): Judgement | Promise<Judgement> {
    // A store that gives back what has expired, or anything else, lets nobody in: the authorizer is asked.
    if (stored !== undefined && stored.expiresAt > invocation.now)
      return admitOutput(scope, invocation, stored.output, pointer)
    const output = callAuthorizer(authorizer, new InvocationAuthorizerRequest(invocation), pointer)
    if (output instanceof Promise) return output.then((answer) => settle(invocation, answer, key))
    return settle(invocation, output, key)
  }

  // An output is kept whether it allows or not: it is the policy that is cached, not the decision.
  function settle(
    invocation: Invocation,
    output: AuthorizerOutput,
    key: string | undefined,
  ): Judgement | Promise<Judgement> {
    const now = invocation.runtime.clock.now()
    const kept =
      key === undefined
        ? undefined
        : scope.modules.authorizerResults.set(key, { output, expiresAt: now + ttl * 1000 }, now)
    invocation.authorizerLatency = now - invocation.now
    return kept instanceof Promise
      ? kept.then(() => admitOutput(scope, invocation, output, pointer))
      : admitOutput(scope, invocation, output, pointer)
  }
}

function callAuthorizer(
  authorizer: Authorizer,
  request: AuthorizerRequest,
  pointer: string,
): AuthorizerOutput | Promise<AuthorizerOutput> {
  try {
    const output = authorizer.authorize(request)
    if (!(output instanceof Promise)) return checked(output, pointer)
    return output.then(
      (answer) => checked(answer, pointer),
      (error: unknown) => refuse(error, pointer),
    )
  } catch (error) {
    return refuse(error, pointer)
  }
}

// Every way to fail ends in a refusal.
function refuse(error: unknown, pointer: string): never {
  if (error instanceof AuthorizerRefusal) throw unauthorized(pointer, error.message)
  if (error instanceof GatewayResponseError) throw error
  throw authorizerFailed(error, pointer)
}

const POLICIES = new WeakMap<object, CompiledPolicy>()

/** The policy of an output, compiled once as long as the output lives. */
function policyOf(output: AuthorizerOutput, pointer: string): CompiledPolicy {
  const known = POLICIES.get(output)
  if (known !== undefined) return known
  try {
    const policy = compilePolicy(output.policyDocument)
    POLICIES.set(output, policy)
    return policy
  } catch (cause) {
    throw authorizerFailed(cause, pointer)
  }
}

// A copy: an authorizer that gives the same object each time may change its policy in between.
function checked(output: AuthorizerOutput, pointer: string): AuthorizerOutput {
  const copy = { ...output }
  policyOf(copy, pointer)
  return copy
}

/**
 * Lets a caller in by an authorizer's output, or refuses it. The output may be shared with other callers and processes: what
 * the function is given is a copy.
 */
export function admitOutput(
  scope: MethodScope,
  invocation: Invocation,
  output: AuthorizerOutput,
  pointer: string,
): Judgement {
  const policy = policyOf(output, pointer)
  const own = policy.evaluate(new InvocationPolicyRequest(invocation))
  const verdict = combine('lambda', true, own.effect, resourceEffect(scope, invocation))
  if (verdict !== 'allow') throw because(notAuthorizedByAuthorizer(verdict, pointer), own)
  invocation.policies = policy
  const values = Object.create(null) as Record<string, string>
  const raw = copyOwn<unknown>(output.context ?? {})
  for (const name of Object.keys(raw)) values[name] = textOf(raw[name])
  const { principalId, usageIdentifierKey } = output
  const { authorizerLatency: integrationLatency } = invocation
  const facts = { principalId, values, raw, integrationLatency }
  invocation.authorizer = usageIdentifierKey === undefined ? facts : { ...facts, usageIdentifierKey }
  return own
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What an authorizer sees of an invocation. */
class InvocationAuthorizerRequest implements AuthorizerRequest {
  readonly sources: Invocation
  readonly call: CallInfo
  #event: object | undefined = undefined

  constructor(invocation: Invocation) {
    this.sources = invocation
    this.call = new InvocationCall(invocation, AUTHORIZER_TIMEOUT)
  }

  get methodArn(): string {
    return methodArn(this.sources)
  }

  get now(): number {
    return this.sources.now
  }

  get event(): object {
    return (this.#event ??= createAuthorizerEvent(this.sources, this.methodArn))
  }
}
