import type { WebSocketApi, WebSocketAuthorizer, WebSocketIntegration, WebSocketRoute } from '../api/websocket-model.js'
import type { ChangeList } from './change-list.js'
import { diffApiKey, diffAuthorizationType, diffAuthorizerFunction, diffIdentitySource } from './diff-authorization.js'
import { diffRequestMappings, diffTarget, diffTimeout } from './diff-integration.js'
import { diffModels, modelSource } from './diff-models.js'
import { diffDefaultEndpoint } from './diff-settings.js'
import { diffMessageTemplates } from './diff-message-templates.js'
import { type SampleStage, sampleStages } from './render-sample.js'
import { sameValue } from './same-value.js'
import type { DiffOptions } from './types.js'

/** Compares two states of a WebSocket API. */
export function diffWebSocketApis(
  list: ChangeList,
  before: WebSocketApi,
  after: WebSocketApi,
  options: DiffOptions,
): void {
  diffExpressions(list, before, after)
  diffDefaultEndpoint(list, before.disableExecuteApiEndpoint, after.disableExecuteApiEndpoint)
  const stages = sampleStages(options)
  for (const [key, route] of before.routes) {
    const other = after.routes.get(key)
    if (other !== undefined) diffRoute(list.of(key), [route, before, stages[0]], [other, after, stages[1]], options)
    else reportRemoved(list.of(key), route, after)
  }
  for (const [key, route] of after.routes) if (!before.routes.has(key)) reportAdded(list.of(key), route, before)
}

function diffExpressions(list: ChangeList, before: WebSocketApi, after: WebSocketApi): void {
  for (const [name, rule] of [
    ['routeSelectionExpression', 'route/selection-changed'],
    ['apiKeySelectionExpression', 'api-key/source-changed'],
  ] as const) {
    if (before[name] === after[name]) continue
    const message = `${name} looks elsewhere.`
    list.breaking(rule, { message, before: before[name], after: after[name], pointer: `/${name}` })
  }
}

const NO_ROUTE = { authorizationType: 'NONE', apiKeyRequired: false }

function isLifeRoute({ routeKey }: WebSocketRoute): boolean {
  return routeKey === '$connect' || routeKey === '$disconnect'
}

// A connection is let in without `$connect`, and ends without `$disconnect`; other messages go to `$default`.
function reportRemoved(list: ChangeList, route: WebSocketRoute, after: WebSocketApi): void {
  const { routeKey, pointer } = route
  if (isLifeRoute(route)) {
    list.safe('route/removed', { message: `The route ${routeKey} is gone: nobody is told.`, pointer })
    diffAuthorizationType(list, route, NO_ROUTE, pointer)
    diffApiKey(list, route, NO_ROUTE, pointer)
  } else if (after.routes.has('$default')) {
    const message = `The messages of ${routeKey} go to $default now.`
    list.breaking('route/replaced', { message, before: routeKey, after: '$default', pointer })
  } else list.breaking('route/removed', { message: `The route ${routeKey} is gone.`, pointer })
}

function reportAdded(list: ChangeList, route: WebSocketRoute, before: WebSocketApi): void {
  const { routeKey, pointer } = route
  if (isLifeRoute(route)) {
    list.safe('route/added', { message: `The route ${routeKey} is new.`, pointer })
    diffAuthorizationType(list, NO_ROUTE, route, pointer)
    diffApiKey(list, NO_ROUTE, route, pointer)
  } else if (before.routes.has('$default')) {
    const message = `The new route ${routeKey} takes messages from $default.`
    list.breaking('route/shadowed', { message, before: '$default', after: routeKey, pointer })
  } else list.safe('route/added', { message: `The route ${routeKey} is new.`, pointer })
}

type RouteState = readonly [WebSocketRoute, WebSocketApi, SampleStage]

function diffRoute(list: ChangeList, before: RouteState, after: RouteState, options: DiffOptions): void {
  const [[old, oldApi, oldStage], [now, newApi, newStage]] = [before, after]
  const { pointer } = now
  diffAuthorizationType(list, old, now, pointer)
  diffApiKey(list, old, now, pointer)
  diffAuthorizers(list, authorizerOf(before), authorizerOf(after))
  diffParameters(list, old, now)
  diffRequestModels(list, before, after)
  diffAnswers(list, before, after)
  const one = old.target === undefined ? undefined : oldApi.integrations.get(old.target)
  const other = now.target === undefined ? undefined : newApi.integrations.get(now.target)
  if (one === undefined || other === undefined) return
  diffIntegration(list, one, other)
  diffMessageTemplates(
    list,
    { route: old, api: oldApi, integration: one, stage: oldStage },
    { route: now, api: newApi, integration: other, stage: newStage },
    options,
  )
}

function authorizerOf([{ authorizationType, authorizerId }, api]: RouteState): WebSocketAuthorizer | undefined {
  return authorizationType === 'CUSTOM' && authorizerId !== undefined ? api.authorizers.get(authorizerId) : undefined
}

function diffAuthorizers(
  list: ChangeList,
  before: WebSocketAuthorizer | undefined,
  after: WebSocketAuthorizer | undefined,
): void {
  if (before === undefined || after === undefined) return
  diffIdentitySource(list, before.identitySource, after.identitySource, after.pointer)
  diffAuthorizerFunction(list, before.authorizerUri, after.authorizerUri, after.pointer)
}

function diffParameters(list: ChangeList, before: WebSocketRoute, after: WebSocketRoute): void {
  const { pointer } = after
  for (const [name, isRequired] of after.requestParameters) {
    if (!isRequired || before.requestParameters.get(name) === true) continue
    list.breaking('parameter/required', { message: `${name} is required now.`, pointer })
  }
  for (const [name, wasRequired] of before.requestParameters) {
    if (!wasRequired || after.requestParameters.get(name) === true) continue
    list.safe('parameter/not-required', { message: `${name} is no longer required.`, pointer })
  }
}

function diffRequestModels(list: ChangeList, [before, oldApi]: RouteState, [after, newApi]: RouteState): void {
  const { pointer } = after
  if (before.modelSelectionExpression !== after.modelSelectionExpression) {
    const details = { before: before.modelSelectionExpression, after: after.modelSelectionExpression, pointer }
    list.breaking('request-body/selection-changed', { message: 'Messages are held to other models.', ...details })
  }
  for (const key of new Set([...before.requestModels.keys(), ...after.requestModels.keys()])) {
    const [old, now] = [before.requestModels.get(key), after.requestModels.get(key)]
    if (old !== undefined && now !== undefined) {
      const sources = { before: modelSource(oldApi.models, old), after: modelSource(newApi.models, now) }
      diffModels(list, { side: 'request-body', ...sources, pointer: newApi.models.get(now)?.pointer ?? pointer })
    } else if (now !== undefined) {
      const message = `Messages of ${key} are held to the model ${now} now.`
      list.breaking('request-body/validated', { message, after: now, pointer })
    } else {
      const message = `Messages of ${key} are no longer held to the model ${old}.`
      list.safe('request-body/not-validated', { message, before: old, pointer })
    }
  }
}

function diffAnswers(list: ChangeList, [before, oldApi]: RouteState, [after, newApi]: RouteState): void {
  const [had, has] = [before.routeResponseSelectionExpression, after.routeResponseSelectionExpression]
  const { pointer } = after
  if (had !== undefined && has === undefined)
    list.breaking('route-response/removed', { message: 'Messages are no longer answered.', before: had, pointer })
  if (had === undefined && has !== undefined)
    list.safe('route-response/added', { message: 'Messages are answered now.', after: has, pointer })
  for (const [key, response] of before.routeResponses) {
    for (const [type, name] of response.responseModels) {
      const now = after.routeResponses.get(key)?.responseModels.get(type)
      if (now === undefined) continue
      diffModels(list, {
        side: 'response-body',
        before: modelSource(oldApi.models, name),
        after: modelSource(newApi.models, now),
        pointer,
      })
    }
  }
}

function diffIntegration(list: ChangeList, before: WebSocketIntegration, after: WebSocketIntegration): void {
  const { pointer } = after
  const [old, now] = [before.integrationType, after.integrationType]
  if (old !== now) {
    const message = `The integration is ${now} in place of ${old}.`
    list.safe('integration/type-changed', { message, before: old, after: now, pointer })
  }
  diffTarget(list, targetOf(before), targetOf(after), pointer)
  diffTimeout(list, before.timeoutInMillis, after.timeoutInMillis, pointer)
  diffRequestMappings(list, before.requestParameters, after.requestParameters, pointer)
  if (!sameValue(before.contentHandlingStrategy, after.contentHandlingStrategy)) {
    const details = { before: before.contentHandlingStrategy, after: after.contentHandlingStrategy, pointer }
    list.breaking('content-handling/request-changed', { message: 'Messages are converted otherwise.', ...details })
  }
}

function targetOf(integration: WebSocketIntegration): Readonly<Record<string, unknown>> {
  const { integrationUri, integrationMethod, connectionType, connectionId, credentialsArn, tlsConfig } = integration
  return { integrationUri, integrationMethod, connectionType, connectionId, credentialsArn, tlsConfig }
}
