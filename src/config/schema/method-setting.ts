import type { MethodSetting } from '../types.js'
import { BOOLEAN, CACHE_TTL, COUNT, NOT_NEGATIVE, type Schema } from './schema.js'

/** One of a stage's `methodSettings`. */
export const METHOD_SETTING: Schema = {
  title: 'MethodSetting',
  type: 'object',
  properties: {
    throttlingRateLimit: NOT_NEGATIVE,
    throttlingBurstLimit: COUNT,
    cachingEnabled: BOOLEAN,
    cacheTtlInSeconds: CACHE_TTL,
    cacheDataEncrypted: BOOLEAN,
    requireAuthorizationForCacheControl: BOOLEAN,
    unauthorizedCacheControlHeaderStrategy: {
      enum: ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'],
    },
    loggingLevel: { enum: ['OFF', 'ERROR', 'INFO'] },
    dataTraceEnabled: BOOLEAN,
    metricsEnabled: BOOLEAN,
  } satisfies Record<keyof MethodSetting, Schema>,
  additionalProperties: false,
}
