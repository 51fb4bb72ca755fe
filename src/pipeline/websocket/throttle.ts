import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { ADMITTED, bucketsFor, compileLevels, QUOTA_EXCEEDED } from '../../throttle/index.js'
import type { WebSocketStepFactory } from './scope.js'

/**
 * Takes a token on every level that limits the route: the plan and its quota (of a client that connects with a key), the route, the
 * account.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html
 */
export const throttle: WebSocketStepFactory = ({ apiId, stageName, stage, route, modules }) => {
  const levels = compileLevels({
    apiId,
    stage: stageName,
    path: route.routeKey,
    httpMethod: 'WS',
    settings: { ...stage.defaultRouteSettings, ...stage.routeSettings?.[route.routeKey] },
    account: modules.accountBucket,
  })
  if (levels.shared.length === 0 && !route.apiKeyRequired) return undefined
  return {
    name: 'throttle',
    pointer: route.pointer,
    run: ({ subscription, now }) => {
      const verdict = modules.throttle.take(bucketsFor(levels, subscription), now, subscription?.quota)
      return verdict instanceof Promise ? verdict.then(heed) : heed(verdict)
    },
  }
}

function heed(verdict: number): void {
  if (verdict !== ADMITTED) throw new GatewayResponseError(verdict === QUOTA_EXCEEDED ? 'QUOTA_EXCEEDED' : 'THROTTLED')
}
