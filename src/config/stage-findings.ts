import type { Finding } from './findings.js'
import type { MethodSetting, StageConfig } from './types.js'

/**
 * Settings of a stage that are read and not honoured: an error where one would change an answer or lay data open, else a
 * warning.
 *
 * @param hasCacheKeys - whether the gateway has keys to seal cached responses with
 */
export function findStageSettings(stage: StageConfig, pointer: string, hasCacheKeys: boolean): Finding[] {
  const findings: Finding[] = []
  const report = (level: Finding['level'], rule: string, place: string, message: string): void => {
    findings.push({ level, rule: `stage/${rule}`, pointer: `${pointer}${place}`, message })
  }
  if (stage.clientCertificateId !== undefined) {
    report('warning', 'client-certificate-not-sent', '/clientCertificateId', 'Back ends see no client certificate.')
  }
  for (const [key, settings] of Object.entries(stage.methodSettings ?? {})) {
    const place = `/methodSettings/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (settings.cacheDataEncrypted === true && stage.cacheClusterEnabled === true && !hasCacheKeys)
      report('error', 'cache-not-encrypted', `${place}/cacheDataEncrypted`, NO_CACHE_KEY)
    for (const [name, message] of METHOD_SETTINGS) {
      const value = settings[name]
      if (value !== undefined && value !== false && value !== 'OFF')
        report('warning', 'method-setting-not-built', `${place}/${name}`, message)
    }
  }
  return findings
}

const METHOD_SETTINGS: ReadonlyArray<readonly [keyof MethodSetting, string]> = [
  ['loggingLevel', 'Execution logs are not written yet; `observer` is told of each step.'],
  ['dataTraceEnabled', 'Execution logs are not written yet; `observer` is told of each step.'],
  ['metricsEnabled', 'Metrics are not kept yet.'],
]
const NO_CACHE_KEY = 'There is no key to encrypt with: cacheEncryption of the gateway needs at least one.'
