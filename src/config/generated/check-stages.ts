// Made by scripts/generate-config-check.ts of src/config/schema: change the schema, then `npm run generate`.
import {
  addBeyondLimit,
  addWrongForm,
  addWrongKind,
  checkAny,
  checkChoice,
  checkEntries,
  checkKeys,
  checkProperty,
  checkSize,
  expectObject,
  type KnownKeys,
} from '../check-value.js'
import type { FaultList } from '../fault-list.js'

const REST_STAGE_KEYS: KnownKeys = {
  known: [
    'variables',
    'methodSettings',
    'cacheClusterEnabled',
    'cacheClusterSize',
    'canarySettings',
    'tracingEnabled',
    'deploymentId',
    'description',
    'documentationVersion',
    'webAclArn',
    'clientCertificateId',
  ],
  notBuilt: ['accessLogSettings'],
}

function checkStageVariablesEntry(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string') addWrongKind(faults, value, at, ['text'])
  else if (value.length > 512)
    addBeyondLimit(faults, value, at, 'The text is too short or too long', '0 to 512 characters')
}

function checkStageVariableName(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string' || !/^\w{1,64}$/.test(value))
    addWrongForm(faults, value, at, 'The name of a stage variable has letters, digits and _, at most 64')
}

function checkStageVariables(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkSize(faults, value, at, 100)
  checkEntries(faults, value, at, checkStageVariablesEntry, checkStageVariableName)
}

const METHOD_SETTING_KEYS: KnownKeys = {
  known: [
    'throttlingRateLimit',
    'throttlingBurstLimit',
    'cachingEnabled',
    'cacheTtlInSeconds',
    'cacheDataEncrypted',
    'requireAuthorizationForCacheControl',
    'unauthorizedCacheControlHeaderStrategy',
    'loggingLevel',
    'dataTraceEnabled',
    'metricsEnabled',
  ],
  notBuilt: [],
}

export function checkNotNegative(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) addWrongKind(faults, value, at, ['number'])
  else if (value < 0) addBeyondLimit(faults, value, at, 'The value is out of range', 'at least 0')
}

export function checkCount(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) addWrongKind(faults, value, at, ['whole number'])
  else if (value < 0) addBeyondLimit(faults, value, at, 'The value is out of range', 'at least 0')
}

export function checkBoolean(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'boolean') addWrongKind(faults, value, at, ['boolean'])
}

export function checkCacheTtl(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) addWrongKind(faults, value, at, ['whole number'])
  else if (value < 0 || value > 3600) addBeyondLimit(faults, value, at, 'The value is out of range', '0 to 3600')
}

function checkUnauthorizedCacheControlHeaderStrategy(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'])
}

function checkLoggingLevel(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['OFF', 'ERROR', 'INFO'])
}

function checkMethodSetting(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, METHOD_SETTING_KEYS)
  checkProperty(faults, value, 'throttlingRateLimit', at, checkNotNegative)
  checkProperty(faults, value, 'throttlingBurstLimit', at, checkCount)
  checkProperty(faults, value, 'cachingEnabled', at, checkBoolean)
  checkProperty(faults, value, 'cacheTtlInSeconds', at, checkCacheTtl)
  checkProperty(faults, value, 'cacheDataEncrypted', at, checkBoolean)
  checkProperty(faults, value, 'requireAuthorizationForCacheControl', at, checkBoolean)
  checkProperty(
    faults,
    value,
    'unauthorizedCacheControlHeaderStrategy',
    at,
    checkUnauthorizedCacheControlHeaderStrategy,
  )
  checkProperty(faults, value, 'loggingLevel', at, checkLoggingLevel)
  checkProperty(faults, value, 'dataTraceEnabled', at, checkBoolean)
  checkProperty(faults, value, 'metricsEnabled', at, checkBoolean)
}

export function checkMethodKey(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string' || !/\/(?:\*|[A-Za-z]+)$/.test(value))
    addWrongForm(faults, value, at, 'A method is named by its path and HTTP method: pets/GET; all of them by */*')
}

function checkMethodSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkMethodSetting, checkMethodKey)
}

function checkCacheClusterSize(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'])
}

const CANARY_SETTINGS_KEYS: KnownKeys = {
  known: ['percentTraffic', 'stageVariableOverrides', 'useStageCache', 'definition'],
  notBuilt: [],
}

function checkPercentTraffic(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) addWrongKind(faults, value, at, ['number'])
  else if (value < 0 || value > 100) addBeyondLimit(faults, value, at, 'The value is out of range', '0 to 100')
}

function checkCanarySettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, CANARY_SETTINGS_KEYS)
  checkProperty(faults, value, 'percentTraffic', at, checkPercentTraffic)
  checkProperty(faults, value, 'stageVariableOverrides', at, checkStageVariables)
  checkProperty(faults, value, 'useStageCache', at, checkBoolean)
  checkProperty(faults, value, 'definition', at, checkAny)
}

export function checkText(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string') addWrongKind(faults, value, at, ['text'])
}

function checkRestStage(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, REST_STAGE_KEYS)
  checkProperty(faults, value, 'variables', at, checkStageVariables)
  checkProperty(faults, value, 'methodSettings', at, checkMethodSettings)
  checkProperty(faults, value, 'cacheClusterEnabled', at, checkBoolean)
  checkProperty(faults, value, 'cacheClusterSize', at, checkCacheClusterSize)
  checkProperty(faults, value, 'canarySettings', at, checkCanarySettings)
  checkProperty(faults, value, 'tracingEnabled', at, checkBoolean)
  checkProperty(faults, value, 'deploymentId', at, checkText)
  checkProperty(faults, value, 'description', at, checkText)
  checkProperty(faults, value, 'documentationVersion', at, checkText)
  checkProperty(faults, value, 'webAclArn', at, checkText)
  checkProperty(faults, value, 'clientCertificateId', at, checkText)
}

function checkStageName(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'string' || !/^(?:[\w-]{1,128}|\$default)$/.test(value))
    addWrongForm(faults, value, at, 'A stage name has letters, digits, - and _, at most 128')
}

export function checkRestStages(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkRestStage, checkStageName)
}

const HTTP_STAGE_KEYS: KnownKeys = {
  known: ['variables', 'defaultRouteSettings', 'routeSettings', 'autoDeploy', 'deploymentId', 'description'],
  notBuilt: ['accessLogSettings'],
}

const HTTP_ROUTE_SETTING_KEYS: KnownKeys = {
  known: ['throttlingRateLimit', 'throttlingBurstLimit', 'detailedMetricsEnabled'],
  notBuilt: [],
}

function checkHttpRouteSetting(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_ROUTE_SETTING_KEYS)
  checkProperty(faults, value, 'throttlingRateLimit', at, checkNotNegative)
  checkProperty(faults, value, 'throttlingBurstLimit', at, checkCount)
  checkProperty(faults, value, 'detailedMetricsEnabled', at, checkBoolean)
}

function checkHttpRouteSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkHttpRouteSetting)
}

function checkHttpStage(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_STAGE_KEYS)
  checkProperty(faults, value, 'variables', at, checkStageVariables)
  checkProperty(faults, value, 'defaultRouteSettings', at, checkHttpRouteSetting)
  checkProperty(faults, value, 'routeSettings', at, checkHttpRouteSettings)
  checkProperty(faults, value, 'autoDeploy', at, checkBoolean)
  checkProperty(faults, value, 'deploymentId', at, checkText)
  checkProperty(faults, value, 'description', at, checkText)
}

export function checkHttpStages(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkHttpStage, checkStageName)
}

const WEB_SOCKET_STAGE_KEYS: KnownKeys = {
  known: ['variables', 'defaultRouteSettings', 'routeSettings', 'autoDeploy', 'deploymentId', 'description'],
  notBuilt: ['accessLogSettings'],
}

const WEB_SOCKET_ROUTE_SETTING_KEYS: KnownKeys = {
  known: ['throttlingRateLimit', 'throttlingBurstLimit', 'detailedMetricsEnabled', 'loggingLevel', 'dataTraceEnabled'],
  notBuilt: [],
}

function checkRouteLoggingLevel(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['OFF', 'ERROR', 'INFO'])
}

function checkWebSocketRouteSetting(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, WEB_SOCKET_ROUTE_SETTING_KEYS)
  checkProperty(faults, value, 'throttlingRateLimit', at, checkNotNegative)
  checkProperty(faults, value, 'throttlingBurstLimit', at, checkCount)
  checkProperty(faults, value, 'detailedMetricsEnabled', at, checkBoolean)
  checkProperty(faults, value, 'loggingLevel', at, checkRouteLoggingLevel)
  checkProperty(faults, value, 'dataTraceEnabled', at, checkBoolean)
}

function checkWebSocketRouteSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkWebSocketRouteSetting)
}

function checkWebSocketStage(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, WEB_SOCKET_STAGE_KEYS)
  checkProperty(faults, value, 'variables', at, checkStageVariables)
  checkProperty(faults, value, 'defaultRouteSettings', at, checkWebSocketRouteSetting)
  checkProperty(faults, value, 'routeSettings', at, checkWebSocketRouteSettings)
  checkProperty(faults, value, 'autoDeploy', at, checkBoolean)
  checkProperty(faults, value, 'deploymentId', at, checkText)
  checkProperty(faults, value, 'description', at, checkText)
}

export function checkWebSocketStages(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkWebSocketStage, checkStageName)
}
