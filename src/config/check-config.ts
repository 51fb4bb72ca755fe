import type { ConfigFault } from '../errors.js'
import { suggestName } from './suggest-name.js'

/** What a value of the config must be. */
type Shape = 'text' | 'number' | 'boolean' | 'object' | 'list' | 'any' | 'function' | 'not-built' | readonly string[]

const API_KEYS: Readonly<Record<string, Shape>> = {
  protocolType: ['REST', 'HTTP', 'WEBSOCKET'],
  definition: 'any',
  routes: 'object',
  models: 'object',
  authorizers: 'object',
  requestValidators: 'object',
  gatewayResponses: 'object',
  cors: 'any',
  stages: 'object',
  parameters: 'object',
  endpointConfiguration: 'object',
  disableExecuteApiEndpoint: 'boolean',
  policy: 'any',
  binaryMediaTypes: 'list',
  apiKeySource: ['HEADER', 'AUTHORIZER'],
  minimumCompressionSize: 'number',
  acceptOpenApi31: 'boolean',
}

const GATEWAY_KEYS: Readonly<Record<string, Shape>> = {
  ...API_KEYS,
  apis: 'object',
  account: 'object',
  apiKeys: 'list',
  usagePlans: 'list',
  functions: 'object',
  isolation: ['none', 'copy'],
  http: 'function',
  services: 'object',
  integrations: 'object',
  credentials: 'object',
  vpcLinks: 'object',
  stage: 'object',
  throttle: 'object',
  cache: 'object',
  authorizerResults: 'object',
  clock: 'object',
  random: 'object',
  logger: 'any',
  onFinding: 'function',
  observer: 'object',
  // Capabilities of the design that are still to come: refused by name, never ignored.
  domains: 'not-built',
  webAcls: 'not-built',
  transformers: 'not-built',
  locate: 'not-built',
  onExplain: 'not-built',
}

const STAGE_KEYS: Readonly<Record<string, Shape>> = {
  variables: 'object',
  methodSettings: 'object',
  cacheClusterEnabled: 'boolean',
  cacheClusterSize: 'text',
  canarySettings: 'object',
  tracingEnabled: 'boolean',
  deploymentId: 'text',
  description: 'text',
  documentationVersion: 'text',
  webAclArn: 'text',
  clientCertificateId: 'text',
  accessLogSettings: 'not-built',
}

const METHOD_SETTING_KEYS: Readonly<Record<string, Shape>> = {
  throttlingRateLimit: 'number',
  throttlingBurstLimit: 'number',
  cachingEnabled: 'boolean',
  cacheTtlInSeconds: 'number',
  cacheDataEncrypted: 'boolean',
  requireAuthorizationForCacheControl: 'boolean',
  unauthorizedCacheControlHeaderStrategy: [
    'FAIL_WITH_403',
    'SUCCEED_WITH_RESPONSE_HEADER',
    'SUCCEED_WITHOUT_RESPONSE_HEADER',
  ],
  loggingLevel: ['OFF', 'ERROR', 'INFO'],
  dataTraceEnabled: 'boolean',
  metricsEnabled: 'boolean',
}

/** Modules by key, and the method that makes a thing one. */
const MODULES: Readonly<Record<string, string>> = {
  stage: 'resolve',
  throttle: 'take',
  cache: 'get',
  authorizerResults: 'get',
  clock: 'now',
  observer: 'onLeave',
  random: 'next',
}

/** Checks the keys of a config that are Postern's own; definitions have the importer. Gives every fault, not the first. */
export function checkConfig(config: unknown): ConfigFault[] {
  const faults: ConfigFault[] = []
  if (!isObject(config)) return [{ pointer: '', message: 'The configuration must be an object', found: config }]
  checkKeys(config, GATEWAY_KEYS, '', faults)
  for (const [key, method] of Object.entries(MODULES)) {
    const value = config[key]
    if (!isObject(value) || typeof value[method] === 'function') continue
    faults.push({ pointer: `/${key}`, message: `A module must have a method ${method}()`, found: Object.keys(value) })
  }
  checkFunctions(config['functions'], faults)
  checkApi(config, '', faults)
  if (isObject(config['apis'])) {
    for (const [id, api] of Object.entries(config['apis'])) {
      const pointer = `/apis/${escape(id)}`
      if (!isObject(api)) faults.push({ pointer, message: 'An API must be an object', found: api })
      else {
        checkKeys(api, API_KEYS, pointer, faults)
        checkApi(api, pointer, faults)
        if (api['definition'] === undefined && api['routes'] === undefined) faults.push(nothingToServe(pointer))
      }
    }
  } else if (config['definition'] === undefined && config['routes'] === undefined && faults.length === 0) {
    faults.push(nothingToServe(''))
  }
  return faults
}

function nothingToServe(pointer: string): ConfigFault {
  return { pointer, message: 'There is no API: give a definition or routes', allowed: ['definition', 'routes', 'apis'] }
}

function checkApi(api: Readonly<Record<string, unknown>>, pointer: string, faults: ConfigFault[]): void {
  const protocol = api['protocolType']
  if (protocol === 'HTTP' || protocol === 'WEBSOCKET') {
    const message = `${protocol} APIs are not built yet; REST APIs are`
    faults.push({ pointer: `${pointer}/protocolType`, message, found: protocol, allowed: ['REST'] })
  }
  if (!isObject(api['stages'])) return
  for (const [name, stage] of Object.entries(api['stages'])) {
    const place = `${pointer}/stages/${escape(name)}`
    if (!/^[\w-]{1,128}$/.test(name))
      faults.push({ pointer: place, message: 'A stage name has letters, digits, - and _', found: name })
    if (!isObject(stage)) faults.push({ pointer: place, message: 'A stage must be an object', found: stage })
    else checkStage(stage, place, faults)
  }
}

function checkStage(stage: Readonly<Record<string, unknown>>, pointer: string, faults: ConfigFault[]): void {
  checkKeys(stage, STAGE_KEYS, pointer, faults)
  if (isObject(stage['variables'])) {
    for (const [name, value] of Object.entries(stage['variables'])) {
      if (typeof value !== 'string') {
        faults.push({
          pointer: `${pointer}/variables/${escape(name)}`,
          message: 'A stage variable must be text',
          found: value,
        })
      }
    }
  }
  if (!isObject(stage['methodSettings'])) return
  for (const [key, settings] of Object.entries(stage['methodSettings'])) {
    const place = `${pointer}/methodSettings/${escape(key)}`
    if (isObject(settings)) checkKeys(settings, METHOD_SETTING_KEYS, place, faults)
    else faults.push({ pointer: place, message: 'Method settings must be an object', found: settings })
  }
}

function checkFunctions(functions: unknown, faults: ConfigFault[]): void {
  if (!isObject(functions)) return
  for (const [name, value] of Object.entries(functions)) {
    if (typeof value === 'function' || (isObject(value) && typeof value['invoke'] === 'function')) continue
    const message = 'A function must be a function, or an object with a method invoke()'
    faults.push({ pointer: `/functions/${escape(name)}`, message, found: value })
  }
}

function checkKeys(
  value: Readonly<Record<string, unknown>>,
  shapes: Readonly<Record<string, Shape>>,
  pointer: string,
  faults: ConfigFault[],
): void {
  for (const key of Object.keys(value)) {
    const place = `${pointer}/${escape(key)}`
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined
    const found = value[key]
    if (shape === undefined) faults.push(unknownKey(key, place, Object.keys(shapes)))
    else if (shape === 'not-built') faults.push({ pointer: place, message: `${key} is not built yet` })
    else if (found !== undefined && !fits(found, shape)) faults.push(wrongShape(place, found, shape))
  }
}

function unknownKey(key: string, pointer: string, known: readonly string[]): ConfigFault {
  const suggestion = suggestName(key, known)
  return {
    pointer,
    message: `There is no setting ${JSON.stringify(key)}`,
    ...(suggestion !== undefined && { suggestion }),
  }
}

function wrongShape(pointer: string, found: unknown, shape: Shape): ConfigFault {
  return {
    pointer,
    message: 'The value is of the wrong kind',
    found,
    allowed: typeof shape === 'string' ? [shape] : shape,
  }
}

function fits(value: unknown, shape: Exclude<Shape, 'not-built'>): boolean {
  switch (shape) {
    case 'any':
      return true
    case 'text':
      return typeof value === 'string'
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'function':
    case 'number':
    case 'boolean':
      return typeof value === shape
    default:
      return typeof value === 'string' && shape.includes(value)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
