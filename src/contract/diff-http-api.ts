import type { HttpApi, HttpAuthorizer, HttpIntegration, HttpRoute } from '../api/http-model.js'
import type { ChangeList } from './change-list.js'
import {
  diffAuthorizationType,
  diffAuthorizerFunction,
  diffIdentitySource,
  diffResultTtl,
  diffScopes,
  diffSet,
} from './diff-authorization.js'
import { diffCors } from './diff-cors.js'
import { diffRequestMappings, diffTarget, diffTimeout } from './diff-integration.js'
import { diffRoutes } from './diff-routes.js'
import { diffDefaultEndpoint } from './diff-settings.js'

/** Compares two states of an HTTP API. */
export function diffHttpApis(list: ChangeList, before: HttpApi, after: HttpApi): void {
  diffCors(list, before.corsConfiguration, after.corsConfiguration)
  diffDefaultEndpoint(list, before.disableExecuteApiEndpoint, after.disableExecuteApiEndpoint)
  diffRoutes(list, before, after, (route, pair) => {
    const [old, now] = [before.routes.get(pair.before.key), after.routes.get(pair.after.key)]
    if (old === undefined || now === undefined) return
    diffAuthorization(route, [old, before], [now, after])
    if (old.integration !== undefined && now.integration !== undefined)
      diffIntegration(route, old.integration, now.integration)
  })
}

function diffAuthorization(
  list: ChangeList,
  [before, oldApi]: readonly [HttpRoute, HttpApi],
  [after, newApi]: readonly [HttpRoute, HttpApi],
): void {
  const { pointer } = after
  diffAuthorizationType(list, before, after, pointer)
  if (before.authorizationType === 'NONE' || before.authorizationType !== after.authorizationType) return
  diffScopes(list, before.authorizationScopes, after.authorizationScopes, false, pointer)
  const old = before.authorizer === undefined ? undefined : oldApi.authorizers.get(before.authorizer)
  const now = after.authorizer === undefined ? undefined : newApi.authorizers.get(after.authorizer)
  if (old !== undefined && now !== undefined) diffAuthorizers(list, old, now)
}

function diffAuthorizers(list: ChangeList, before: HttpAuthorizer, after: HttpAuthorizer): void {
  const { pointer } = after
  diffIdentitySource(list, before.identitySource, after.identitySource, pointer)
  if (before.authorizerType === 'JWT' && after.authorizerType === 'JWT') {
    if (before.issuer !== after.issuer) {
      const message = `Tokens must be of the issuer ${after.issuer}.`
      list.breaking('authorization/issuer-changed', { message, before: before.issuer, after: after.issuer, pointer })
    }
    diffSet(list, 'authorization/audience', before.audience, after.audience, pointer)
  }
  if (before.authorizerType !== 'REQUEST' || after.authorizerType !== 'REQUEST') return
  diffAuthorizerFunction(list, before.authorizerUri, after.authorizerUri, pointer)
  diffResultTtl(list, before.authorizerResultTtlInSeconds, after.authorizerResultTtlInSeconds, pointer)
}

function diffIntegration(list: ChangeList, before: HttpIntegration, after: HttpIntegration): void {
  const { pointer } = after
  const [old, now] = [kindOf(before), kindOf(after)]
  if (old !== now) {
    const message = `The integration is ${now} in place of ${old}.`
    list.safe('integration/type-changed', { message, before: old, after: now, pointer })
  }
  if (before.payloadFormatVersion !== after.payloadFormatVersion) {
    const message = `The function gets events of the format ${after.payloadFormatVersion}.`
    const details = { before: before.payloadFormatVersion, after: after.payloadFormatVersion, pointer }
    list.safe('integration/payload-format-changed', { message, ...details })
  }
  diffTarget(list, targetOf(before), targetOf(after), pointer)
  diffTimeout(list, before.timeoutInMillis, after.timeoutInMillis, pointer)
  diffRequestMappings(list, before.requestParameters, after.requestParameters, pointer)
  diffResponseParameters(list, before, after)
}

function kindOf({ integrationType, integrationSubtype }: HttpIntegration): string {
  return integrationSubtype === undefined ? integrationType : `${integrationType} ${integrationSubtype}`
}

function targetOf(integration: HttpIntegration): Readonly<Record<string, unknown>> {
  const { integrationUri, integrationMethod, connectionType, connectionId, credentialsArn, tlsConfig } = integration
  return { integrationUri, integrationMethod, connectionType, connectionId, credentialsArn, tlsConfig }
}

const NONE: ReadonlyMap<string, string> = new Map()

// By status of the back end: `overwrite:statuscode`, `append:header.X` …
function diffResponseParameters(list: ChangeList, before: HttpIntegration, after: HttpIntegration): void {
  const { pointer } = after
  for (const status of new Set([...before.responseParameters.keys(), ...after.responseParameters.keys()])) {
    const [old, now] = [before.responseParameters.get(status) ?? NONE, after.responseParameters.get(status) ?? NONE]
    for (const target of new Set([...old.keys(), ...now.keys()])) {
      const details = { before: old.get(target), after: now.get(target), pointer }
      if (details.before === details.after) continue
      const isStatus = target.endsWith(':statuscode')
      const message = `An answer ${status} of the back end: ${target} is ${details.after ?? 'left as it is'}.`
      if (isStatus) list.breaking('integration-response/status-changed', { message, ...details })
      else if (details.before === undefined && target.startsWith('append:'))
        list.safe('response/header-set', { message, ...details })
      else list.breaking('response/header-changed', { message, ...details })
    }
  }
}
