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
  type StageCache,
} from '../../cache/index.js'
import { toBytes } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { methodSettingsFor } from '../../throttle/index.js'
import { compileRequestSource } from '../../transformer/parameter-mapping.js'
import { variableNames } from '../../routing/router.js'
import type { Invocation, Step } from '../invocation.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import type { MethodScope, StepFactory } from './scope.js'

/** The step of a method that is cached, with what {@link Step} does not say: where its entries are. */
export interface ReadCacheStep extends Step {
  readonly cache: StageCache
  readonly makeKey: (invocation: Invocation, httpMethod: string) => string
}

/** Whether a step is the one that {@link readCache} made, watched or not. */
export function isReadCacheStep(step: Step): step is ReadCacheStep {
  return 'makeKey' in step
}

/**
 * Answers from the stage's cache when it holds the entry; a client's `Cache-Control: max-age=0` is heeded as the stage says.
 * Where misses are coalesced, a request whose entry another one is fetching waits for that; what may not be kept (an
 * error, above all) is not shared either, and each of those who waited then goes itself: one by one they would wait ever
 * longer for a back end that fails.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export const readCache: StepFactory = (scope): ReadCacheStep | undefined => {
  const settings = settingsOf(scope)
  const definition = scope.method.integration
  if (settings === undefined || definition === undefined) return undefined
  const cache = openCache(scope, settings)
  const makeKey = compileCacheKey<Invocation>({
    cacheKeyParameters: definition.cacheKeyParameters,
    cacheNamespace: definition.cacheNamespace,
    resourceId: scope.resourceId,
    reader: (parameter) => compileReader(parameter, definition, scope.resource.path),
  })
  const traces = definition.type !== 'MOCK' && definition.type !== 'HTTP_PROXY'
  const answer = (invocation: Invocation, entry: CachedResponse): void => answerFromCache(invocation, entry, traces)
  const heed = (invocation: Invocation, key: string, entry: CachedResponse | undefined): void | Promise<void> => {
    if (entry !== undefined) return answer(invocation, entry)
    if (!cache.coalesces) return undefined
    return cache.join(key, invocation)?.then((fetched) => fetched && answer(invocation, fetched))
  }
  return {
    name: 'readCache',
    pointer: definition.pointer,
    cache,
    makeKey,
    run: (invocation) => {
      const key = makeKey(invocation, invocation.httpMethod)
      invocation.cacheKey = key
      if (!mayLookUp(invocation, settings)) return undefined
      const found = cache.get(key, invocation.now)
      return found instanceof Promise
        ? found.then((entry) => heed(invocation, key, entry))
        : heed(invocation, key, found)
    },
  }
}

/**
 * Keeps the answer for the next caller, and does not wait until it is kept. Only successes are: the service was seen to
 * keep errors of the back end too, which statuses is not known.
 */
export const writeCache: StepFactory = (scope) => {
  const settings = settingsOf(scope)
  if (settings === undefined) return undefined
  const cache = openCache(scope, settings)
  const ttl = settings.cacheTtlInSeconds * 1000
  return {
    name: 'writeCache',
    pointer: scope.method.pointer,
    run: (invocation) => {
      const { cacheKey } = invocation
      const entry = entryOf(invocation, ttl)
      if (cacheKey !== undefined && entry !== undefined) cache.put(cacheKey, entry, entry.storedAt)
      cache.settle(invocation, entry)
    },
  }
}

/** Where misses are coalesced: a request that fails on its way lets those go who wait for what it fetches. */
export function releaseWaiting(steps: readonly Step[]): readonly Step[] {
  const cache = steps.find(isReadCacheStep)?.cache
  if (cache?.coalesces !== true) return steps
  return steps.map((step) => ({
    ...step,
    run: (invocation) => {
      const failed = (error: unknown): never => {
        cache.settle(invocation, undefined)
        throw error
      }
      try {
        return step.run(invocation)?.catch(failed)
      } catch (error) {
        return failed(error)
      }
    },
  }))
}

function openCache({ apiId, stageName, deploymentId, modules }: MethodScope, settings: CacheSettings): StageCache {
  return modules.cache.open({ apiId, stageName, deploymentId }, settings.cacheDataEncrypted)
}

function settingsOf(scope: MethodScope): CacheSettings | undefined {
  const { cacheClusterEnabled, methodSettings, canarySettings } = scope.stage
  // Requests that the canary serves are cached only when it says so; the deployment keeps its entries apart.
  if (scope.isCanary && canarySettings?.useStageCache !== true) return undefined
  // What is streamed is not cached (documented).
  if (scope.method.integration?.responseTransferMode === 'STREAM') return undefined
  const { httpMethod } = scope.method
  return cacheSettingsFor({
    cacheClusterEnabled,
    httpMethod,
    ...methodSettingsFor(methodSettings, scope.resource.path, httpMethod),
  })
}

function mayLookUp(invocation: Invocation, settings: CacheSettings): boolean {
  const header = invocation.scan.cacheControl
  if (header === undefined) return true
  const decision = decideCacheControl(header, settings, () => mayInvalidate(invocation))
  if (decision === 'refuse')
    throw new GatewayResponseError('ACCESS_DENIED', { message: 'User is not authorized to invalidate the cache' })
  if (decision === 'look-up-with-warning') invocation.warning = IGNORED_CACHE_CONTROL_WARNING
  return decision !== 'refresh'
}

function mayInvalidate(invocation: Invocation): boolean {
  const { policies } = invocation
  if (policies === undefined) return false
  return policies.evaluate(new InvocationPolicyRequest(invocation, INVALIDATE_CACHE_ACTION)).effect === 'Allow'
}

/** An entry that keeps its header list: hits share one, which nobody changes. */
class KeptResponse implements CachedResponse {
  readonly statusCode: number
  readonly headers: CachedResponse['headers']
  readonly body: Uint8Array
  readonly storedAt: number
  readonly expiresAt: number
  readonly #list: HeaderList

  constructor(statusCode: number, list: HeaderList, body: Uint8Array, storedAt: number, expiresAt: number) {
    this.statusCode = statusCode
    this.headers = [...list]
    this.body = body
    this.storedAt = storedAt
    this.expiresAt = expiresAt
    this.#list = list
  }

  static headersOf(entry: CachedResponse): HeaderList {
    return #list in entry ? entry.#list : new HeaderList(entry.headers)
  }
}

function entryOf(invocation: Invocation, ttl: number): CachedResponse | undefined {
  const { statusCode, responseBody } = invocation
  if (statusCode < 200 || statusCode > 299) return undefined
  if (typeof responseBody !== 'string' && !(responseBody instanceof Uint8Array)) return undefined
  const storedAt = invocation.runtime.clock.now()
  const headers = new HeaderList(invocation.responseHeaders)
  return new KeptResponse(statusCode, headers, toBytes(responseBody), storedAt, storedAt + ttl)
}

function answerFromCache(invocation: Invocation, entry: CachedResponse, traces: boolean): void {
  invocation.statusCode = entry.statusCode
  invocation.responseHeaders = KeptResponse.headersOf(entry)
  invocation.responseBody = entry.body
  invocation.tracesResponse = traces
  invocation.answered = true
}

/** Reads a cache key parameter: one of the method request, or what a mapping makes of the integration request. */
function compileReader(
  parameter: CacheKeyParameter,
  definition: IntegrationDefinition,
  path: string,
): (invocation: Invocation) => CacheKeyValue {
  const source =
    parameter.phase === 'method' ? parameter.expression : definition.requestParameters.get(parameter.expression)
  const name = source?.startsWith(PATH_SOURCE) ? source.slice(PATH_SOURCE.length) : undefined
  // Path values stand in the order of their names: no object of them has to be made for the key.
  const index = name === undefined ? -1 : variableNames(path).indexOf(name)
  if (index >= 0) return (invocation) => invocation.pathValues[index]
  return (source === undefined ? undefined : compileRequestSource(source)) ?? (() => undefined)
}

const PATH_SOURCE = 'method.request.path.'
