import type { ConfigFault } from '../errors.js'
import { isObject, readKey } from './read-value.js'

/** Settings that one protocol lacks, and which has them: what the message of an unknown setting says. */
const LACKING: Readonly<Record<'HTTP' | 'WEBSOCKET', Readonly<Record<string, string>>>> = {
  HTTP: {
    endpointConfiguration: 'REST APIs have endpoint types; HTTP APIs are Regional',
    policy: 'REST APIs have resource policies',
    binaryMediaTypes: 'REST APIs have binary media types; HTTP APIs go by the content type',
    apiKeySource: 'REST APIs have API keys',
    minimumCompressionSize: 'REST APIs compress',
    models: 'REST and WebSocket APIs validate',
    requestValidators: 'REST APIs validate',
    gatewayResponses: 'REST APIs have gateway responses; the errors of HTTP APIs cannot be customised',
    methodSettings: 'REST APIs have methodSettings; HTTP APIs have routeSettings',
    cacheClusterEnabled: 'REST APIs cache',
    cacheClusterSize: 'REST APIs cache',
    canarySettings: 'REST APIs have canaries',
    tracingEnabled: 'REST APIs trace',
    documentationVersion: 'REST APIs have documentation',
    webAclArn: 'REST APIs have web ACLs',
    clientCertificateId: 'REST APIs send client certificates',
  },
  WEBSOCKET: {
    definition: 'REST and HTTP APIs have definitions; the service publishes no form of one for WebSocket APIs',
    cors: 'REST and HTTP APIs have cross-origin settings',
    policy: 'REST APIs have resource policies',
    methodSettings: 'REST APIs have methodSettings; WebSocket APIs have routeSettings',
    cacheClusterEnabled: 'REST APIs cache',
    canarySettings: 'REST APIs have canaries',
    gatewayResponses: 'REST APIs have gateway responses',
  },
}

const UNKNOWN = 'There is no setting '

/** Says of an unknown setting which protocol has it, where that is known. */
export function nameProtocol(fault: ConfigFault, config: object): ConfigFault {
  if (!fault.message.startsWith(UNKNOWN)) return fault
  const [, first, apiId = '', ...rest] = fault.pointer.split('/')
  const apis = first === 'apis' ? readKey(config, 'apis') : undefined
  const api = isObject(apis) && rest.length > 0 ? readKey(apis, unescape(apiId)) : config
  const protocol = isObject(api) ? readKey(api, 'protocolType') : undefined
  if (protocol !== 'HTTP' && protocol !== 'WEBSOCKET') return fault
  const key = fault.pointer.slice(fault.pointer.lastIndexOf('/') + 1)
  const who = Object.hasOwn(LACKING[protocol], key) ? LACKING[protocol][key] : undefined
  if (who === undefined) return fault
  const kind = protocol === 'HTTP' ? 'HTTP' : 'WebSocket'
  return { pointer: fault.pointer, message: `${kind} APIs have no ${key}: ${who}` }
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
