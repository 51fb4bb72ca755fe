import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { ADMITTED, bucketsFor, compileLevels, methodSettingsFor, QUOTA_EXCEEDED } from '../../throttle/index.js'
import type { StepFactory } from './scope.js'

/**
 * Takes a token on every level that limits the method: plan and method, plan, quota, stage method, account.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export const throttle: StepFactory = (scope) => {
  const { throttle: store, accountBucket } = scope.modules
  const { settings } = methodSettingsFor(scope.stage.methodSettings, scope.resource.path, scope.method.httpMethod)
  const levels = compileLevels({
    apiId: scope.apiId,
    stage: scope.stageName,
    path: scope.resource.path,
    httpMethod: scope.method.httpMethod,
    settings,
    account: accountBucket,
  })
  if (levels.shared.length === 0 && !scope.method.apiKeyRequired) return undefined
  return {
    name: 'throttle',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const buckets = bucketsFor(levels, invocation.subscription)
      const quota = invocation.subscription?.quota
      if (buckets.length === 0 && quota === undefined) return undefined
      const verdict = store.take(buckets, invocation.now, quota)
      return verdict instanceof Promise ? verdict.then(heed) : heed(verdict)
    },
  }
}

function heed(verdict: number): void {
  if (verdict === ADMITTED) return
  throw new GatewayResponseError(verdict === QUOTA_EXCEEDED ? 'QUOTA_EXCEEDED' : 'THROTTLED')
}
