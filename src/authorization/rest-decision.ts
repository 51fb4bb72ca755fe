import type { HandleRequest } from '../http/request.js'
import type { CompiledPolicy, PolicyDecision } from '../policy/index.js'
import { type DeployedMethod, type DeployedStage, Invocation } from '../pipeline/invocation.js'
import { InvocationPolicyRequest } from '../pipeline/policy-request.js'
import type { AuthorizeStep } from '../pipeline/rest/authorize-step.js'
import { POLICY_POINTER } from '../pipeline/rest/resource-policy.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'
import { HttpRefusal } from '../responses/http-refusal.js'
import type { Runtime } from '../runtime/runtime.js'
import type { AuthorizationRule, GuardKind, MatrixEntry } from './types.js'

/** What came of asking. */
export type Decision = Pick<MatrixEntry, 'allowed' | 'statusCode' | 'responseType' | 'rules'>

/** A method of a stage, as an identity calls it. */
export interface RestCall {
  readonly runtime: Runtime
  readonly stage: DeployedStage
  readonly method: DeployedMethod
  readonly resourcePolicy: CompiledPolicy | undefined
  readonly request: HandleRequest
  readonly resourcePath: string
}

const KINDS: Readonly<Record<string, GuardKind>> = {
  AWS_IAM: 'iam',
  CUSTOM: 'lambda',
  COGNITO_USER_POOLS: 'user-pool',
}

/** Runs the steps of a method that decide who may call it, and none behind them: no token is taken, nothing is called but authorizers. */
export async function decideRest(call: RestCall): Promise<Decision> {
  const { stage, method, request } = call
  if (stage.endpointType === 'PRIVATE' && request.vpcEndpointId === undefined)
    return { allowed: false, statusCode: 403, rules: [{ kind: 'endpoint' }] }
  const invocation = arrive(call)
  const rules: AuthorizationRule[] = []
  try {
    for (const step of method.steps) {
      if (step.name === 'checkResourcePolicy') {
        rules.push(policyRule(call, invocation))
        await step.run(invocation)
      } else if (step.name === 'authorize') {
        const judged = rules.push(authorizerRule(call)) - 1
        const judgement = await (step as AuthorizeStep).judge(invocation)
        rules[judged] = authorizerRule(call, judgement)
      } else if (step.name === 'checkApiKey') {
        rules.push(keyRule(call))
        await step.run(invocation)
        rules[rules.length - 1] = keyRule(call, invocation.apiKey?.id)
      }
    }
  } catch (error) {
    return refused(error, call, invocation, rules)
  }
  return { allowed: true, rules: rules.length === 0 ? [{ kind: 'none' }] : withoutSilence(rules) }
}

function arrive({ runtime, stage, method, request, resourcePath }: RestCall): Invocation {
  const question = request.path.indexOf('?')
  const calledPath = question < 0 ? request.path : request.path.slice(0, question)
  const rawQuery = question < 0 ? '' : request.path.slice(question + 1)
  const invocation = new Invocation(runtime, { request, stage, resourcePath, rawQuery, calledPath })
  invocation.method = method
  invocation.pathValues = stage.router.find(invocation.httpMethod, resourcePath)?.values ?? []
  return invocation
}

// A resource policy that says nothing of a caller whom an authorizer lets in had no say.
function withoutSilence(rules: readonly AuthorizationRule[]): readonly AuthorizationRule[] {
  const kept = rules.filter(({ kind, effect }) => kind !== 'resource-policy' || effect !== 'Silent')
  return kept.length === 0 ? rules : kept
}

function policyRule({ resourcePolicy }: RestCall, invocation: Invocation): AuthorizationRule {
  const decision = resourcePolicy?.evaluate(new InvocationPolicyRequest(invocation))
  return { kind: 'resource-policy', ...(decision ?? { effect: 'Silent' }), pointer: POLICY_POINTER }
}

function authorizerRule({ method }: RestCall, judgement?: PolicyDecision): AuthorizationRule {
  const { authorizationType, authorizer, pointer } = method.method
  const kind = KINDS[authorizationType] ?? 'none'
  return { kind, ...(authorizer !== undefined && { name: authorizer }), ...judgement, pointer }
}

function keyRule({ method }: RestCall, name?: string): AuthorizationRule {
  return { kind: 'api-key', ...(name !== undefined && { name }), pointer: method.method.pointer }
}

function refused(error: unknown, call: RestCall, invocation: Invocation, rules: AuthorizationRule[]): Decision {
  const last = rules.at(-1)
  const isRefusal = error instanceof GatewayResponseError
  const own =
    isRefusal && error.responseType === 'ACCESS_DENIED' ? (error.cause as PolicyDecision | undefined) : undefined
  if (last !== undefined && own !== undefined) rules[rules.length - 1] = { ...last, ...own }
  // Once the caller is known, the resource policy is asked again, and may be the one who denies.
  const later = policyRule(call, invocation)
  if (last !== undefined && last.kind !== 'resource-policy' && own?.effect !== 'Deny' && later.effect === 'Deny')
    rules.push(later)
  const decided = withoutSilence(rules)
  if (isRefusal)
    return { allowed: false, statusCode: error.statusCode, responseType: error.responseType, rules: decided }
  if (error instanceof HttpRefusal) return { allowed: false, statusCode: error.statusCode, rules: decided }
  return { allowed: false, statusCode: 500, responseType: 'DEFAULT_5XX', rules: decided }
}
