import type { AnyGatewayConfig } from '../deployment/create-modules.js'
import type { HandleRequest } from '../http/request.js'
import type { AnyDeployedStage } from '../pipeline/handle.js'
import type { DeployedHttpStage } from '../pipeline/http/invocation.js'
import type { DeployedStage } from '../pipeline/invocation.js'
import { compileResourcePolicy } from '../pipeline/rest/resource-policy.js'
import type { DeployedWebSocketStage } from '../pipeline/websocket/invocation.js'
import type { Runtime } from '../runtime/runtime.js'
import { deploymentsOf } from './deployments.js'
import { decideHttp } from './http-decision.js'
import { renderMarkdown, renderText } from './render.js'
import { type Decision, decideRest } from './rest-decision.js'
import { calledPath, sampleMethod, samplePath } from './sample-request.js'
import { decideConnect } from './websocket-decision.js'
import type { AuthorizationMatrix, MatrixEntry, MatrixIdentity, MatrixRoute } from './types.js'

/** What is asked of the routes besides who calls. */
export interface MatrixOptions {
  /** Values for path variables by name, where policies tell them apart; default: each variable's own name. */
  readonly pathParameters?: Readonly<Record<string, string>>
  /** Only the stages of these names; default: all. */
  readonly stages?: readonly string[]
}

const ANONYMOUS = 'anonymous'

/**
 * Finds out who may call what: every identity on every route of every stage, by the real steps of the gateway: resource
 * policies, authorizers, API keys. Nothing behind them is run: no integration is called, no token and no quota is taken.
 * Authorizer functions are called, since nobody else knows their answer.
 *
 * The first column is a caller who shows nothing: the routes that such a caller may call are `unguarded`.
 *
 * @param config As for `createGateway`; throws its `ConfigError`.
 * @param identities By name, in the order of the columns.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 * @example
 * ```ts
 * import { authorizationMatrix } from 'postern'
 * import { createVirtualClock, testIdentity } from 'postern/testing'
 *
 * const matrix = await authorizationMatrix(
 *   {
 *     clock: createVirtualClock(),
 *     routes: {
 *       'GET /pets': () => ({ statusCode: 200 }),
 *       'DELETE /pets/{id}': { handler: () => ({ statusCode: 204 }), authorizer: 'AWS_IAM' },
 *     },
 *   },
 *   { ada: testIdentity({ name: 'ada' }) },
 * )
 * console.log(matrix.toText())
 * ```
 */
export async function authorizationMatrix(
  config: AnyGatewayConfig,
  identities: Readonly<Record<string, MatrixIdentity>> = {},
  options: MatrixOptions = {},
): Promise<AuthorizationMatrix> {
  const callers = new Map<string, MatrixIdentity>([[ANONYMOUS, {}], ...Object.entries(identities)])
  const { runtime, stages } = deploymentsOf(config)
  const routes: MatrixRoute[] = []
  const entries: MatrixEntry[] = []
  for (const stage of stages) {
    if (options.stages?.includes(stage.name) === false) continue
    for (const { route, decide } of guardedRoutes(stage, runtime, options)) {
      routes.push(route)
      for (const [identity, caller] of callers) entries.push({ ...route, identity, ...(await decide(caller)) })
    }
  }
  const open = entries.filter(({ identity, allowed }) => identity === ANONYMOUS && allowed)
  const unguarded = open.map(({ apiId, stage, httpMethod, path }) => ({ apiId, stage, httpMethod, path }))
  const data = { identities: [...callers.keys()], routes, entries, unguarded }
  return { ...data, toText: () => renderText(data), toMarkdown: () => renderMarkdown(data) }
}

interface GuardedRoute {
  readonly route: MatrixRoute
  readonly decide: (caller: MatrixIdentity) => Promise<Decision>
}

function guardedRoutes(stage: AnyDeployedStage, runtime: Runtime, options: MatrixOptions): GuardedRoute[] {
  switch (stage.protocolType) {
    case 'HTTP':
      return httpRoutes(stage, runtime, options)
    case 'WEBSOCKET':
      return [connectRoute(stage, runtime)]
    default: {
      const canary = stage.canary?.stage
      const own = restRoutes(stage, runtime, options)
      return canary === undefined ? own : [...own, ...restRoutes(canary, runtime, options)]
    }
  }
}

function connectRoute(stage: DeployedWebSocketStage, runtime: Runtime): GuardedRoute {
  const bare = { method: 'GET', path: `/${stage.name}` }
  return {
    route: { apiId: stage.apiId, stage: stage.name, httpMethod: 'GET', path: '$connect' },
    decide: (caller) => decideConnect({ runtime, stage, request: callBy(caller, bare) }),
  }
}

function restRoutes(stage: DeployedStage, runtime: Runtime, { pathParameters = {} }: MatrixOptions): GuardedRoute[] {
  const { region, accountId } = runtime
  const resourcePolicy = compileResourcePolicy(stage.api.policy, { region, accountId, apiId: stage.apiId })
  return stage.router.routes().map((method) => {
    const { httpMethod } = method.method
    const resourcePath = samplePath(method.resourcePath, pathParameters)
    const siblings = new Set(stage.api.resources.get(method.resourcePath)?.methods.keys())
    const bare = { method: sampleMethod(httpMethod, siblings), path: calledPath(stage, resourcePath) }
    return {
      route: {
        apiId: stage.apiId,
        stage: stage.isCanary ? `${stage.name} (canary)` : stage.name,
        httpMethod,
        path: method.resourcePath,
      },
      decide: (caller) =>
        decideRest({ runtime, stage, method, resourcePolicy, resourcePath, request: callBy(caller, bare) }),
    }
  })
}

function httpRoutes(
  stage: DeployedHttpStage,
  runtime: Runtime,
  { pathParameters = {} }: MatrixOptions,
): GuardedRoute[] {
  return stage.router.routes().map((route) => {
    const { httpMethod, path } = route.route
    const resourcePath = samplePath(path, pathParameters)
    const siblings = new Set(
      [...stage.api.routes.values()].filter((other) => other.path === path).map((other) => other.httpMethod),
    )
    const bare = { method: sampleMethod(httpMethod, siblings), path: calledPath(stage, resourcePath) }
    return {
      route: { apiId: stage.apiId, stage: stage.name, httpMethod, path },
      decide: (caller) => decideHttp({ runtime, stage, route, resourcePath, request: callBy(caller, bare) }),
    }
  })
}

function callBy(caller: MatrixIdentity, bare: HandleRequest): HandleRequest {
  return typeof caller === 'function' ? caller(bare) : { ...bare, ...caller }
}
