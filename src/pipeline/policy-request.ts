import type { PolicyPrincipal, PolicyRequest } from '../policy/index.js'
import type { BaseInvocation } from './base-invocation.js'
import { methodArn } from './method-arn.js'

/** Asks a policy about an invocation: the method's ARN, the caller if one signed, and the condition keys of the service. */
export class InvocationPolicyRequest implements PolicyRequest {
  readonly action: string
  readonly resource: string
  readonly principal: PolicyPrincipal | undefined
  readonly #invocation: BaseInvocation

  constructor(invocation: BaseInvocation, action = 'execute-api:Invoke') {
    this.#invocation = invocation
    this.action = action
    this.resource = methodArn(invocation)
    const { signer } = invocation
    this.principal =
      signer === undefined
        ? undefined
        : {
            ...(signer.userArn !== undefined && { arn: signer.userArn }),
            ...(signer.accountId !== undefined && { account: signer.accountId }),
          }
  }

  condition(key: string): string | undefined {
    return Object.hasOwn(CONDITION_KEYS, key) ? CONDITION_KEYS[key]?.(this.#invocation) : undefined
  }
}

/**
 * Condition keys by name in lower case. A key that a request does not have is missing, which each operator has its own rule for.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
const CONDITION_KEYS: Readonly<Record<string, (invocation: BaseInvocation) => string | undefined>> = {
  'aws:currenttime': ({ now }) => new Date(now).toISOString(),
  'aws:epochtime': ({ now }) => String(Math.floor(now / 1000)),
  'aws:securetransport': () => 'true',
  'aws:sourceip': (invocation) => (invocation.stage.endpointType === 'PRIVATE' ? undefined : invocation.sourceIp),
  'aws:vpcsourceip': (invocation) => (invocation.stage.endpointType === 'PRIVATE' ? invocation.sourceIp : undefined),
  'aws:sourcevpc': ({ request }) => request.vpcId,
  'aws:sourcevpce': ({ request }) => request.vpcEndpointId,
  'aws:referer': ({ headers }) => headers.get('referer'),
  'aws:useragent': ({ headers }) => headers.get('user-agent'),
  'aws:principalarn': ({ signer }) => signer?.userArn,
  'aws:principalaccount': ({ signer }) => signer?.accountId,
  'aws:principalorgid': ({ signer }) => signer?.principalOrgId,
  'aws:userid': ({ signer }) => signer?.user,
  'aws:username': ({ signer }) => /:user\/(?:.*\/)?([^/]+)$/.exec(signer?.userArn ?? '')?.[1],
  'aws:principaltype': ({ signer }) => principalType(signer?.userArn),
}

function principalType(arn: string | undefined): string | undefined {
  if (arn === undefined) return 'Anonymous'
  if (arn.endsWith(':root')) return 'Account'
  return arn.includes(':assumed-role/') ? 'AssumedRole' : 'User'
}
