import type { Method, RestApi } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { diffAuthorization } from './diff-authorization.js'
import { diffGatewayResponses } from './diff-gateway-responses.js'
import { diffIntegrations } from './diff-integration.js'
import { diffRequest } from './diff-request.js'
import { diffResponses } from './diff-responses.js'
import { diffRoutes } from './diff-routes.js'
import { diffSettings } from './diff-settings.js'
import { diffTemplates } from './diff-templates.js'
import { pairedSamples } from './paired-samples.js'
import { sampleStages } from './render-sample.js'
import type { ContractRoute } from './route-pairs.js'
import type { DiffOptions } from './types.js'

/** Compares two states of a REST API. */
export function diffRestApis(list: ChangeList, before: RestApi, after: RestApi, options: DiffOptions): void {
  const stages = sampleStages(options)
  diffSettings(list, before, after)
  diffGatewayResponses(list, before.gatewayResponses, after.gatewayResponses)
  diffRoutes(list, before, after, (route, pair) => {
    const [old, now] = [methodOf(before, pair.before), methodOf(after, pair.after)]
    if (old === undefined || now === undefined) return
    diffAuthorization(route, [old, before], [now, after])
    diffRequest(route, [old, before], [now, after])
    diffResponses(route, [old, before], [now, after])
    diffIntegrations(route, old.integration, now.integration)
    diffTemplates(
      route,
      { method: old, api: before, path: pair.before.path, stage: stages[0] },
      { method: now, api: after, path: pair.after.path, stage: stages[1] },
      pairedSamples(options, pair),
    )
  })
}

function methodOf(api: RestApi, { path, httpMethod }: ContractRoute): Method | undefined {
  return api.resources.get(path)?.methods.get(httpMethod)
}
