import { badRequest } from '../management-error.js'
import type { Draft, PatchTarget } from '../patch/patch-target.js'
import { flagValue, integerValue, numberValue, type ReadValue, textValue } from '../patch/values.js'
import { ownField, setField } from '../store/fields.js'
import type { MethodSettingRecord } from '../store/records.js'

/** What a method's settings are when the first of them is patched (recorded). */
const DEFAULT_SETTING: MethodSettingRecord = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}

/** End of a path → the setting that it means. */
const SETTINGS: ReadonlyArray<readonly [ending: string, setting: keyof MethodSettingRecord, value: ReadValue]> = [
  ['metrics/enabled', 'metricsEnabled', flagValue],
  ['logging/dataTrace', 'dataTraceEnabled', flagValue],
  ['logging/loglevel', 'loggingLevel', textValue],
  ['throttling/burstLimit', 'throttlingBurstLimit', integerValue],
  ['throttling/rateLimit', 'throttlingRateLimit', numberValue],
  ['caching/ttlInSeconds', 'cacheTtlInSeconds', integerValue],
  ['caching/enabled', 'cachingEnabled', flagValue],
  ['caching/dataEncrypted', 'cacheDataEncrypted', flagValue],
  ['caching/requireAuthorizationForCacheControl', 'requireAuthorizationForCacheControl', flagValue],
  ['caching/unauthorizedCacheControlHeaderStrategy', 'unauthorizedCacheControlHeaderStrategy', textValue],
]

type Settings = Record<string, MethodSettingRecord>

function settingsIn(draft: Draft): Settings {
  return draft['methodSettings'] as Settings
}

/**
 * The targets of a method's settings: `/pets/GET/throttling/rateLimit`, with `*` for path and method those of all methods; the key of the
 * settings is the path as it is written. A method's first setting brings those of all methods with it (recorded).
 */
export const METHOD_SETTING_TARGETS: readonly PatchTarget[] = [
  ...SETTINGS.map(([ending, setting, read]): PatchTarget => ({
    path: `/**/${ending}`,
    ops: ['add', 'replace'],
    apply: (draft, { names: [method = ''], value }) => {
      const settings = settingsIn(draft)
      const before = ownField(settings, method) ?? ownField(settings, '*/*') ?? DEFAULT_SETTING
      setField(settings, method, { ...before, [setting]: read(value, setting) })
    },
  })),
  {
    path: '/**',
    ops: ['remove'],
    apply: (draft, { names: [method = ''] }) => {
      const settings = settingsIn(draft)
      // Recorded, the blank at the end too.
      if (ownField(settings, method) === undefined)
        throw badRequest(`Cannot remove method setting ${method} because there is no method setting for this method `)
      delete settings[method]
    },
  },
]
