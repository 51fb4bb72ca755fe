import type { IntegrationDefinition } from '../../api/model.js'
import {
  type CachedResponse,
  type CacheKeyParameter,
  type CacheKeyValue,
  type CacheSettings,
  cacheSettingsFor,
  compileCacheKey,
  decideCacheControl,
  IGNORED_CACHE_CONTROL_WARNING,
  INVALIDATE_CACHE_ACTION,
} from '../../cache/index.js'
import { toBytes } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { methodSettingsFor } from '../../throttle/index.js'
import { compileRequestSource } from '../../transformer/parameter-mapping.js'
import type { Invocation } from '../invocation.js'
import type { MethodScope, StepFactory } from './scope.js'

/**
 * Answers from the stage's cache when it holds the entry; a client's `Cache-Control: max-age=0` is heeded as the stage says.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export const readCache: StepFactory = (scope) => {
  const settings = settingsOf(scope)
  const definition = scope.method.integration
  if (settings === undefined || definition === undefined) return undefined
  const { cache } = scope.modules
  const namespace = namespaceOf(scope)
  const makeKey = compileCacheKey<Invocation>({
    cacheKeyParameters: definition.cacheKeyParameters,
    cacheNamespace: definition.cacheNamespace,
    resourceId: scope.resourceId,
    reader: (parameter) => compileReader(parameter, definition),
  })
  const traces = definition.type !== 'MOCK' && definition.type !== 'HTTP_PROXY'
  return {
    name: 'readCache',
    pointer: definition.pointer,
    run: (invocation) => {
      const key = makeKey(invocation, invocation.httpMethod)
      invocation.cacheKey = key
      if (!mayLookUp(invocation, settings)) return undefined
      const found = cache.get(namespace, key, invocation.now)
      const take = (entry: CachedResponse | undefined): void => {
        if (entry !== undefined) answerFromCache(invocation, entry, traces)
      }
      return found instanceof Promise ? found.then(take) : take(found)
    },
  }
}

/** Keeps the answer for the next caller. Only successes are kept: which other statuses the service keeps is not known. */
export const writeCache: StepFactory = (scope) => {
  const settings = settingsOf(scope)
  if (settings === undefined) return undefined
  const { cache } = scope.modules
  const namespace = namespaceOf(scope)
  return {
    name: 'writeCache',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const { statusCode, responseBody, cacheKey } = invocation
      if (cacheKey === undefined || statusCode < 200 || statusCode > 299) return undefined
      if (typeof responseBody !== 'string' && !(responseBody instanceof Uint8Array)) return undefined
      const storedAt = invocation.runtime.clock.now()
      const entry: CachedResponse = {
        statusCode,
        headers: [...(invocation.responseHeaders ?? [])],
        body: toBytes(responseBody),
        storedAt,
        expiresAt: storedAt + settings.cacheTtlInSeconds * 1000,
      }
      const stored = cache.set(namespace, cacheKey, entry, storedAt)
      return stored instanceof Promise ? stored.then(() => undefined) : undefined
    },
  }
}

function settingsOf(scope: MethodScope): CacheSettings | undefined {
  const { cacheClusterEnabled, methodSettings, canarySettings } = scope.stage
  // Requests that the canary serves are cached only when it says so; the deployment keeps its entries apart.
  if (scope.isCanary && canarySettings?.useStageCache !== true) return undefined
  const { httpMethod } = scope.method
  return cacheSettingsFor({
    cacheClusterEnabled,
    httpMethod,
    ...methodSettingsFor(methodSettings, scope.resource.path, httpMethod),
  })
}

function namespaceOf({ apiId, stageName, deploymentId }: MethodScope): string {
  return `${apiId}/${stageName}/${deploymentId}`
}

function mayLookUp(invocation: Invocation, settings: CacheSettings): boolean {
  const header = invocation.headers.get('cache-control')
  const decision = decideCacheControl(header, settings, () => invocation.permits?.(INVALIDATE_CACHE_ACTION) === true)
  if (decision === 'refuse')
    throw new GatewayResponseError('ACCESS_DENIED', { message: 'User is not authorized to invalidate the cache' })
  if (decision === 'look-up-with-warning') invocation.warning = IGNORED_CACHE_CONTROL_WARNING
  return decision !== 'refresh'
}

function answerFromCache(invocation: Invocation, entry: CachedResponse, traces: boolean): void {
  invocation.statusCode = entry.statusCode
  invocation.responseHeaders = new HeaderList(entry.headers)
  invocation.responseBody = entry.body
  invocation.tracesResponse = traces
  invocation.answered = true
}

/** Reads a cache key parameter: one of the method request, or what a mapping makes of the integration request. */
function compileReader(
  parameter: CacheKeyParameter,
  definition: IntegrationDefinition,
): (invocation: Invocation) => CacheKeyValue {
  const source =
    parameter.phase === 'method' ? parameter.expression : definition.requestParameters.get(parameter.expression)
  return (source === undefined ? undefined : compileRequestSource(source)) ?? (() => undefined)
}
