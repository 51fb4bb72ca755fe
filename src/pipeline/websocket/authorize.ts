import { Buffer } from 'node:buffer'
import type { AuthorizerDefinition } from '../../api/model.js'
import {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  type AuthorizerRequest,
  compileIdentity,
  createLambdaAuthorizer,
} from '../../authorizer/index.js'
import { createWebSocketAuthorizerEvent } from '../../events/websocket-event.js'
import { callWithDeadline } from '../../integration/call-with-deadline.js'
import type { CallInfo } from '../../integration/types.js'
import { compilePolicy } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { InvocationCall } from '../call-info.js'
import { methodArn } from '../method-arn.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { toRestSource } from './endpoint.js'
import type { WebSocketInvocation, WebSocketStep } from './invocation.js'
import type { WebSocketScope, WebSocketStepFactory } from './scope.js'
import { createSignatureCheck } from './signature.js'

/** Milliseconds an authorizer may take: the service's integration limit. */
const AUTHORIZER_TIMEOUT = 29_000
/** Bytes of an authorizer's result (documented). */
const RESULT_LIMIT = 8192

/**
 * Who may connect: a Lambda authorizer, or the caller's own IAM policies. It is asked once, at `$connect`; what it says holds for
 * as long as the connection does (seen).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export const authorize: WebSocketStepFactory = (scope) => {
  switch (scope.route.authorizationType) {
    case 'NONE':
      return undefined
    case 'AWS_IAM':
      return authorizeBySignature(scope)
    case 'CUSTOM':
      return authorizeByFunction(scope)
  }
}

function authorizeBySignature({ modules, route: { pointer } }: WebSocketScope): WebSocketStep {
  const check = createSignatureCheck(modules)
  return {
    name: 'authorize',
    pointer,
    run: async (invocation) => {
      await check(invocation, [methodArn(invocation)], 'execute-api:Invoke', pointer)
      invocation.client.signer = invocation.signer
    },
  }
}

function authorizeByFunction({ api, route, modules, variables }: WebSocketScope): WebSocketStep {
  const described = route.authorizerId === undefined ? undefined : api.authorizers.get(route.authorizerId)
  if (described === undefined) throw new Error(`${route.pointer}: there is no authorizer ${route.authorizerId}.`)
  const { pointer, authorizerId } = described
  const definition: AuthorizerDefinition = {
    name: authorizerId,
    type: 'REQUEST',
    authorizerUri: described.authorizerUri,
    identitySource: described.identitySource.map(toRestSource).join(','),
    pointer,
  }
  const identity = described.identitySource.length === 0 ? undefined : compileIdentity(definition)
  const own = Object.hasOwn(modules.authorizers, authorizerId) ? modules.authorizers[authorizerId] : undefined
  const authorizer = own ?? createLambdaAuthorizer(definition, modules.functions, variables, () => undefined)
  return {
    name: 'authorize',
    pointer,
    run: async (invocation) => {
      // Without all of its identity nobody is asked (documented).
      if (identity !== undefined && identity.key(invocation) === undefined)
        throw new GatewayResponseError('UNAUTHORIZED', { pointer })
      const output = await ask(authorizer, invocation, pointer)
      invocation.authorizerLatency = invocation.runtime.clock.now() - invocation.now
      admit(invocation, output, pointer)
    },
  }
}

// Every way to fail ends in a refusal.
async function ask(
  authorizer: Authorizer,
  invocation: WebSocketInvocation,
  pointer: string,
): Promise<AuthorizerOutput> {
  try {
    const request = new ConnectRequest(invocation)
    const asked = authorizer.authorize(request)
    // Functions keep their time by themselves; an authorizer of the user's own may never answer.
    const output =
      asked instanceof Promise ? await callWithDeadline(request.call, 'The authorizer', () => asked) : asked
    const size = Buffer.byteLength(JSON.stringify(output))
    if (size > RESULT_LIMIT) throw new Error(`The authorizer's result has ${size} bytes; ${RESULT_LIMIT} are allowed.`)
    return output
  } catch (cause) {
    if (cause instanceof AuthorizerRefusal) throw new GatewayResponseError('UNAUTHORIZED', { pointer })
    throw failed(cause, pointer)
  }
}

function admit(invocation: WebSocketInvocation, output: AuthorizerOutput, pointer: string): void {
  if (effectOf(invocation, output, pointer) !== 'Allow')
    throw new GatewayResponseError('ACCESS_DENIED', { message: 'Forbidden', pointer })
  const values = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(output.context ?? {}))
    if (value !== undefined) values[name] = typeof value === 'string' ? value : JSON.stringify(value)
  const { principalId, usageIdentifierKey } = output
  invocation.client.authorizer = {
    principalId,
    values,
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  }
}

function effectOf(invocation: WebSocketInvocation, output: AuthorizerOutput, pointer: string): string {
  try {
    return compilePolicy(output.policyDocument).evaluate(new InvocationPolicyRequest(invocation)).effect
  } catch (cause) {
    throw failed(cause, pointer)
  }
}

function failed(cause: unknown, pointer: string): GatewayResponseError {
  return new GatewayResponseError('AUTHORIZER_CONFIGURATION_ERROR', { cause, pointer })
}

/** What an authorizer sees of a client that connects. */
class ConnectRequest implements AuthorizerRequest {
  readonly sources: WebSocketInvocation
  readonly call: CallInfo

  constructor(invocation: WebSocketInvocation) {
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
    return createWebSocketAuthorizerEvent(this.sources, this.methodArn)
  }
}
