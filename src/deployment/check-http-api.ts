import type { HttpApiConfig } from '../config/http-types.js'
import type { ConfigFault } from '../errors.js'

/** Settings of an API and of its stages that another protocol has. */
const FOREIGN_API_KEYS: Readonly<Record<string, string>> = {
  endpointConfiguration: 'REST APIs have endpoint types; HTTP APIs are Regional',
  policy: 'REST APIs have resource policies',
  binaryMediaTypes: 'REST APIs have binary media types; HTTP APIs go by the content type',
  apiKeySource: 'REST APIs have API keys',
  minimumCompressionSize: 'REST APIs compress',
  models: 'REST and WebSocket APIs validate',
  requestValidators: 'REST APIs validate',
  gatewayResponses: 'REST APIs have gateway responses; the errors of HTTP APIs cannot be customised',
}
const FOREIGN_STAGE_KEYS: Readonly<Record<string, string>> = {
  methodSettings: 'REST APIs have methodSettings; HTTP APIs have routeSettings',
  cacheClusterEnabled: 'REST APIs cache',
  cacheClusterSize: 'REST APIs cache',
  canarySettings: 'REST APIs have canaries',
  tracingEnabled: 'REST APIs trace',
  documentationVersion: 'REST APIs have documentation',
  webAclArn: 'REST APIs have web ACLs',
  clientCertificateId: 'REST APIs send client certificates',
}

/** Refuses what HTTP APIs lack, and says which protocol has it. */
export function checkHttpApi(config: HttpApiConfig, pointer: string): ConfigFault[] {
  const faults = foreign(config, FOREIGN_API_KEYS, pointer)
  for (const [name, stage] of Object.entries(config.stages ?? {}))
    faults.push(...foreign(stage, FOREIGN_STAGE_KEYS, `${pointer}/stages/${name}`))
  return faults
}

function foreign(settings: object, keys: Readonly<Record<string, string>>, pointer: string): ConfigFault[] {
  return Object.keys(settings)
    .filter((key) => Object.hasOwn(keys, key) && settings[key as never] !== undefined)
    .map((key) => ({ pointer: `${pointer}/${key}`, message: `HTTP APIs have no ${key}: ${keys[key]}` }))
}
