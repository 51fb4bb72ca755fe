import { HttpApiError } from '../../responses/http-api-error.js'
import { ADMITTED, compileLevels } from '../../throttle/index.js'
import type { HttpStepFactory } from './scope.js'

/**
 * Takes a token of the route's bucket and of the account's. The route's own setting stands before the stage's default.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export const throttle: HttpStepFactory = ({ apiId, stageName, stage, route, modules }) => {
  const { shared } = compileLevels({
    apiId,
    stage: stageName,
    path: route.path,
    httpMethod: route.httpMethod,
    settings: { ...stage.defaultRouteSettings, ...stage.routeSettings?.[route.routeKey] },
    account: modules.accountBucket,
  })
  if (shared.length === 0) return undefined
  return {
    name: 'throttle',
    pointer: route.pointer,
    run: (invocation) => {
      const verdict = modules.throttle.take(shared, invocation.now)
      return verdict instanceof Promise ? verdict.then(heed) : heed(verdict)
    },
  }
}

function heed(verdict: number): void {
  if (verdict !== ADMITTED) throw new HttpApiError(429, 'Too Many Requests')
}
