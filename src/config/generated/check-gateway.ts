// Made by scripts/generate-config-check.ts of src/config/schema: change the schema, then `npm run generate`.
import {
  addBeyondLimit,
  addWrongKind,
  checkChoice,
  checkEntries,
  checkItems,
  checkKeys,
  checkMethods,
  checkProperty,
  expectObject,
  requireProperty,
  type KnownKeys,
} from '../check-value.js'
import type { FaultList } from '../fault-list.js'
import { isObject, readKey } from '../read-value.js'
import { checkNotNegative, checkCount, checkBoolean, checkMethodKey, checkText } from './check-stages.js'
import {
  REST_API_SETTINGS_KEYS,
  checkInvoker,
  checkTextList,
  checkTextByName,
  checkRestApiSettings,
  HTTP_API_SETTINGS_KEYS,
  checkHttpApiSettings,
  WEB_SOCKET_API_SETTINGS_KEYS,
  checkWebSocketApiSettings,
  checkApi,
} from './check-api.js'
import { checkDomains } from './check-domains.js'

const INTEGRATION_MODULES_KEYS: KnownKeys = { known: ['integrations'], notBuilt: [] }

const GATEWAY_SETTINGS_KEYS: KnownKeys = {
  known: [
    'apis',
    'account',
    'domains',
    'webAcls',
    'locate',
    'apiKeys',
    'usagePlans',
    'functions',
    'isolation',
    'http',
    'services',
    'credentials',
    'vpcLinks',
    'stage',
    'throttle',
    'cache',
    'cacheEncryption',
    'cacheCoalescing',
    'authorizerResults',
    'connections',
    'clock',
    'random',
    'logger',
    'onFinding',
    'observer',
    'transformers',
  ],
  notBuilt: ['onExplain'],
}

const REST_GATEWAY_KEYS: KnownKeys = {
  known: [...REST_API_SETTINGS_KEYS.known, ...INTEGRATION_MODULES_KEYS.known, ...GATEWAY_SETTINGS_KEYS.known],
  notBuilt: [
    ...REST_API_SETTINGS_KEYS.notBuilt,
    ...INTEGRATION_MODULES_KEYS.notBuilt,
    ...GATEWAY_SETTINGS_KEYS.notBuilt,
  ],
}

function checkFunction(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'function') addWrongKind(faults, value, at, ['function'])
}

function checkIntegrations(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkFunction)
}

function checkIntegrationModules(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'integrations', at, checkIntegrations)
}

function checkApis(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkApi)
}

const ACCOUNT_KEYS: KnownKeys = { known: ['id', 'region', 'throttle'], notBuilt: [] }

const THROTTLE_SETTINGS_KEYS: KnownKeys = { known: ['rateLimit', 'burstLimit'], notBuilt: [] }

function checkThrottleSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, THROTTLE_SETTINGS_KEYS)
  checkProperty(faults, value, 'rateLimit', at, checkNotNegative)
  checkProperty(faults, value, 'burstLimit', at, checkCount)
}

function checkAccount(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ACCOUNT_KEYS)
  checkProperty(faults, value, 'id', at, checkText)
  checkProperty(faults, value, 'region', at, checkText)
  checkProperty(faults, value, 'throttle', at, checkThrottleSettings)
}

function checkWebAcls(faults: FaultList, value: unknown, at: string): void {
  expectObject(faults, value, at)
}

const API_KEY_KEYS: KnownKeys = { known: ['id', 'name', 'value', 'enabled'], notBuilt: [] }

function checkApiKeyValue(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string') addWrongKind(faults, undefined, at, ['text'])
  else if (value.length < 1 || value.length > 128)
    addBeyondLimit(faults, undefined, at, 'The text is too short or too long', '1 to 128 characters')
}

function checkApiKey(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, API_KEY_KEYS)
  checkProperty(faults, value, 'id', at, checkText)
  checkProperty(faults, value, 'name', at, checkText)
  requireProperty(faults, value, 'value', at, checkApiKeyValue)
  checkProperty(faults, value, 'enabled', at, checkBoolean)
}

function checkApiKeys(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkApiKey)
}

const USAGE_PLAN_KEYS: KnownKeys = {
  known: ['id', 'name', 'throttle', 'quota', 'apiStages', 'apiKeyIds'],
  notBuilt: [],
}

const QUOTA_SETTINGS_KEYS: KnownKeys = { known: ['limit', 'period', 'offset'], notBuilt: [] }

function checkPeriod(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['DAY', 'WEEK', 'MONTH'])
}

function checkQuotaSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, QUOTA_SETTINGS_KEYS)
  requireProperty(faults, value, 'limit', at, checkCount)
  requireProperty(faults, value, 'period', at, checkPeriod)
  checkProperty(faults, value, 'offset', at, checkCount)
}

const PLAN_STAGE_KEYS: KnownKeys = { known: ['apiId', 'stage', 'throttle'], notBuilt: [] }

function checkPlanStageThrottle(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkThrottleSettings, checkMethodKey)
}

function checkPlanStage(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, PLAN_STAGE_KEYS)
  checkProperty(faults, value, 'apiId', at, checkText)
  requireProperty(faults, value, 'stage', at, checkText)
  checkProperty(faults, value, 'throttle', at, checkPlanStageThrottle)
}

function checkApiStages(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkPlanStage)
}

function checkUsagePlan(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, USAGE_PLAN_KEYS)
  checkProperty(faults, value, 'id', at, checkText)
  checkProperty(faults, value, 'name', at, checkText)
  checkProperty(faults, value, 'throttle', at, checkThrottleSettings)
  checkProperty(faults, value, 'quota', at, checkQuotaSettings)
  checkProperty(faults, value, 'apiStages', at, checkApiStages)
  checkProperty(faults, value, 'apiKeyIds', at, checkTextList)
}

function checkUsagePlans(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkUsagePlan)
}

function checkFunctionsEntry(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'function') return
  if (isObject(value)) return checkInvoker(faults, value, at)
  addWrongKind(faults, value, at, ['function', 'object with invoke()'])
}

function checkFunctions(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkFunctionsEntry)
}

function checkIsolation(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['none', 'copy'])
}

function checkServicesEntry(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'string') return
  if (typeof value === 'function') return
  addWrongKind(faults, value, at, ['text', 'function'])
}

function checkServices(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkServicesEntry)
}

function checkCredentials(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'lookup', at, checkFunction)
  checkProperty(faults, value, 'role', at, checkFunction)
}

const VPC_LINK_KEYS: KnownKeys = { known: ['target', 'targets'], notBuilt: [] }

function checkVpcLink(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, VPC_LINK_KEYS)
  checkProperty(faults, value, 'target', at, checkText)
  checkProperty(faults, value, 'targets', at, checkTextByName)
}

function checkVpcLinksEntry(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'string') return
  if (isObject(value)) return checkVpcLink(faults, value, at)
  addWrongKind(faults, value, at, ['text', 'object'])
}

function checkVpcLinks(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkVpcLinksEntry)
}

function checkStageResolver(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['resolve'])
}

function checkThrottleStore(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['take', 'usage', 'setUsage'])
}

function checkResponseCache(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['get', 'set', 'delete', 'flush', 'stats'])
}

function checkCacheEncryption(faults: FaultList, value: unknown, at: string): void {
  if (!isObject(value)) addWrongKind(faults, undefined, at, ['object'])
}

function checkAuthorizerResults(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['get', 'set'])
}

function checkConnectionStore(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['add', 'get', 'remove', 'publish', 'subscribe'])
}

function checkClock(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['now', 'setTimeout', 'clearTimeout'])
}

function checkRandom(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['next', 'fill'])
}

function checkLogger(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['debug', 'info', 'warn', 'error'])
}

function checkLoggerOrFalse(faults: FaultList, value: unknown, at: string): void {
  if (value === false) return
  if (isObject(value)) return checkLogger(faults, value, at)
  addWrongKind(faults, value, at, ['false', 'object with debug(), info(), warn(), error()'])
}

function checkStepObserver(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['onLeave'])
}

function checkTransformer(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['compile'])
}

function checkTransformers(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkTransformer)
}

function checkGatewaySettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'apis', at, checkApis)
  checkProperty(faults, value, 'account', at, checkAccount)
  checkProperty(faults, value, 'domains', at, checkDomains)
  checkProperty(faults, value, 'webAcls', at, checkWebAcls)
  checkProperty(faults, value, 'locate', at, checkFunction)
  checkProperty(faults, value, 'apiKeys', at, checkApiKeys)
  checkProperty(faults, value, 'usagePlans', at, checkUsagePlans)
  checkProperty(faults, value, 'functions', at, checkFunctions)
  checkProperty(faults, value, 'isolation', at, checkIsolation)
  checkProperty(faults, value, 'http', at, checkFunction)
  checkProperty(faults, value, 'services', at, checkServices)
  checkProperty(faults, value, 'credentials', at, checkCredentials)
  checkProperty(faults, value, 'vpcLinks', at, checkVpcLinks)
  checkProperty(faults, value, 'stage', at, checkStageResolver)
  checkProperty(faults, value, 'throttle', at, checkThrottleStore)
  checkProperty(faults, value, 'cache', at, checkResponseCache)
  checkProperty(faults, value, 'cacheEncryption', at, checkCacheEncryption)
  checkProperty(faults, value, 'cacheCoalescing', at, checkBoolean)
  checkProperty(faults, value, 'authorizerResults', at, checkAuthorizerResults)
  checkProperty(faults, value, 'connections', at, checkConnectionStore)
  checkProperty(faults, value, 'clock', at, checkClock)
  checkProperty(faults, value, 'random', at, checkRandom)
  checkProperty(faults, value, 'logger', at, checkLoggerOrFalse)
  checkProperty(faults, value, 'onFinding', at, checkFunction)
  checkProperty(faults, value, 'observer', at, checkStepObserver)
  checkProperty(faults, value, 'transformers', at, checkTransformers)
}

function checkRestGateway(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, REST_GATEWAY_KEYS)
  checkRestApiSettings(faults, value, at)
  checkIntegrationModules(faults, value, at)
  checkGatewaySettings(faults, value, at)
}

const HTTP_GATEWAY_KEYS: KnownKeys = {
  known: [...HTTP_API_SETTINGS_KEYS.known, ...INTEGRATION_MODULES_KEYS.known, ...GATEWAY_SETTINGS_KEYS.known],
  notBuilt: [
    ...HTTP_API_SETTINGS_KEYS.notBuilt,
    ...INTEGRATION_MODULES_KEYS.notBuilt,
    ...GATEWAY_SETTINGS_KEYS.notBuilt,
  ],
}

function checkHttpGateway(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_GATEWAY_KEYS)
  checkHttpApiSettings(faults, value, at)
  checkIntegrationModules(faults, value, at)
  checkGatewaySettings(faults, value, at)
}

const WEB_SOCKET_GATEWAY_KEYS: KnownKeys = {
  known: [...WEB_SOCKET_API_SETTINGS_KEYS.known, ...GATEWAY_SETTINGS_KEYS.known],
  notBuilt: [...WEB_SOCKET_API_SETTINGS_KEYS.notBuilt, ...GATEWAY_SETTINGS_KEYS.notBuilt],
}

function checkWebSocketGateway(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, WEB_SOCKET_GATEWAY_KEYS)
  checkWebSocketApiSettings(faults, value, at)
  checkGatewaySettings(faults, value, at)
}

export function checkGateway(faults: FaultList, value: unknown, at: string): void {
  switch (isObject(value) ? readKey(value, 'protocolType') : undefined) {
    case 'HTTP':
      return checkHttpGateway(faults, value, at)
    case 'WEBSOCKET':
      return checkWebSocketGateway(faults, value, at)
    default:
      return checkRestGateway(faults, value, at)
  }
}
