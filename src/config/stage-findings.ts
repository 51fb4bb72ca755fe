import type { Finding } from './findings.js'
import type { MethodSetting, StageConfig } from './types.js'

/** Settings of a stage that are read and not honoured: an error where one would change an answer, else a warning. */
export function findStageSettings(stage: StageConfig, pointer: string): Finding[] {
  const findings: Finding[] = []
  const report = (level: Finding['level'], rule: string, place: string, message: string): void => {
    findings.push({ level, rule: `stage/${rule}`, pointer: `${pointer}${place}`, message })
  }
  if (stage.webAclArn !== undefined) {
    report(
      'error',
      'web-acl-not-built',
      '/webAclArn',
      'Web ACLs are not built yet: requests would pass that it blocks.',
    )
  }
  if (stage.clientCertificateId !== undefined) {
    report('warning', 'client-certificate-not-sent', '/clientCertificateId', 'Back ends see no client certificate.')
  }
  for (const [key, settings] of Object.entries(stage.methodSettings ?? {})) {
    const place = `/methodSettings/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
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
  ['cacheDataEncrypted', 'The store in memory does not encrypt: wrap yours with createEncryptedCache.'],
]
