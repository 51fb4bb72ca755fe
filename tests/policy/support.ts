import { compilePolicy } from '../../src/policy/index.js'
import type { PolicyDecision, PolicyOptions, PolicyRequest } from '../../src/policy/index.js'

export const ARN = 'arn:aws:execute-api:us-east-1:123456789012:api1/prod/GET/pets'
export type Context = Readonly<Record<string, string | readonly string[]>>

/** A request on {@link ARN} with the condition keys of `context` (in lower case). */
export function ask(context: Context = {}, more: Partial<Omit<PolicyRequest, 'condition'>> = {}): PolicyRequest {
  return {
    action: 'execute-api:Invoke',
    resource: ARN,
    ...more,
    condition: (key) => (Object.hasOwn(context, key) ? context[key] : undefined),
  }
}

/** A document of one statement. */
export function statement(more: object, version: string | undefined = '2012-10-17'): object {
  return {
    ...(version === '' ? {} : { Version: version }),
    Statement: { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*', ...more },
  }
}

export function decide(
  more: object,
  request: PolicyRequest = ask(),
  options: PolicyOptions = {},
): PolicyDecision['effect'] {
  return compilePolicy(statement(more), options).evaluate(request).effect
}

/** Whether a condition holds, in an Allow and in a Deny statement. */
export function holds(condition: object, context: Context): { allow: boolean; deny: boolean } {
  return {
    allow: decide({ Condition: condition }, ask(context)) === 'Allow',
    deny: decide({ Effect: 'Deny', Condition: condition }, ask(context)) === 'Deny',
  }
}
