import type { HandleRequest } from '../http/request.js'
import { type DeployedHttpStage, type DeployedRoute, HttpInvocation } from '../pipeline/http/invocation.js'
import { HttpApiError } from '../responses/http-api-error.js'
import type { Runtime } from '../runtime/runtime.js'
import type { Decision } from './rest-decision.js'
import type { AuthorizationRule } from './types.js'

/** A route of an HTTP API, as an identity calls it. */
export interface HttpCall {
  readonly runtime: Runtime
  readonly stage: DeployedHttpStage
  readonly route: DeployedRoute
  readonly request: HandleRequest
  readonly resourcePath: string
}

/** Runs the step of a route that decides who may call it. HTTP APIs have no API keys and no resource policies. */
export async function decideHttp({ runtime, stage, route, request, resourcePath }: HttpCall): Promise<Decision> {
  const question = request.path.indexOf('?')
  const calledPath = question < 0 ? request.path : request.path.slice(0, question)
  const rawQuery = question < 0 ? '' : request.path.slice(question + 1)
  const rules = [ruleOf(stage, route)]
  try {
    const invocation = new HttpInvocation(runtime, { request, stage, resourcePath, rawQuery, calledPath })
    invocation.route = route
    for (const step of route.steps) if (step.name === 'authorize') await step.run(invocation)
    return { allowed: true, rules }
  } catch (error) {
    return { allowed: false, statusCode: error instanceof HttpApiError ? error.statusCode : 500, rules }
  }
}

function ruleOf({ api }: DeployedHttpStage, { route }: DeployedRoute): AuthorizationRule {
  const { authorizationType, authorizer, pointer } = route
  if (authorizationType === 'NONE') return { kind: 'none' }
  if (authorizationType === 'AWS_IAM') return { kind: 'iam', pointer }
  const definition = authorizer === undefined ? undefined : api.authorizers.get(authorizer)
  const kind = definition?.authorizerType === 'JWT' ? 'jwt' : 'lambda'
  return { kind, ...(authorizer !== undefined && { name: authorizer }), pointer }
}
