// Made by scripts/generate-config-check.ts of src/config/schema: change the schema, then `npm run generate`.
import {
  addBeyondLimit,
  addWrongKind,
  checkChoice,
  checkEntries,
  checkItems,
  checkKeys,
  checkProperty,
  expectObject,
  requireProperty,
  type KnownKeys,
} from '../check-value.js'
import type { FaultList } from '../fault-list.js'
import { checkBoolean, checkText } from './check-stages.js'
import { checkTextList, checkEndpointTypes } from './check-api.js'

const DOMAIN_KEYS: KnownKeys = {
  known: [
    'apiMappings',
    'routingRules',
    'routingMode',
    'endpointConfiguration',
    'mutualTlsAuthentication',
    'accessAssociations',
  ],
  notBuilt: [],
}

const API_MAPPING_KEYS: KnownKeys = { known: ['apiId', 'stage', 'apiMappingKey'], notBuilt: [] }

function checkApiMapping(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, API_MAPPING_KEYS)
  requireProperty(faults, value, 'apiId', at, checkText)
  checkProperty(faults, value, 'stage', at, checkText)
  checkProperty(faults, value, 'apiMappingKey', at, checkText)
}

function checkApiMappingList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkApiMapping)
}

const ROUTING_RULE_KEYS: KnownKeys = { known: ['priority', 'conditions', 'actions'], notBuilt: [] }

function checkPriority(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) addWrongKind(faults, value, at, ['whole number'])
  else if (value < 1 || value > 1000000) addBeyondLimit(faults, value, at, 'The value is out of range', '1 to 1000000')
}

const ROUTING_CONDITION_KEYS: KnownKeys = { known: ['matchBasePaths', 'matchHeaders'], notBuilt: [] }

const MATCH_BASE_PATHS_KEYS: KnownKeys = { known: ['anyOf'], notBuilt: [] }

function checkMatchBasePaths(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, MATCH_BASE_PATHS_KEYS)
  requireProperty(faults, value, 'anyOf', at, checkTextList)
}

const MATCH_HEADERS_KEYS: KnownKeys = { known: ['anyOf'], notBuilt: [] }

const MATCH_HEADER_KEYS: KnownKeys = { known: ['header', 'valueGlob'], notBuilt: [] }

function checkMatchHeader(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, MATCH_HEADER_KEYS)
  requireProperty(faults, value, 'header', at, checkText)
  requireProperty(faults, value, 'valueGlob', at, checkText)
}

function checkMatchHeaderList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkMatchHeader)
}

function checkMatchHeaders(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, MATCH_HEADERS_KEYS)
  requireProperty(faults, value, 'anyOf', at, checkMatchHeaderList)
}

function checkRoutingCondition(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ROUTING_CONDITION_KEYS)
  checkProperty(faults, value, 'matchBasePaths', at, checkMatchBasePaths)
  checkProperty(faults, value, 'matchHeaders', at, checkMatchHeaders)
}

function checkRoutingConditionList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkRoutingCondition)
}

const ROUTING_ACTION_KEYS: KnownKeys = { known: ['invokeApi'], notBuilt: [] }

const INVOKE_API_KEYS: KnownKeys = { known: ['apiId', 'stage', 'stripBasePath'], notBuilt: [] }

function checkInvokeApi(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, INVOKE_API_KEYS)
  requireProperty(faults, value, 'apiId', at, checkText)
  requireProperty(faults, value, 'stage', at, checkText)
  checkProperty(faults, value, 'stripBasePath', at, checkBoolean)
}

function checkRoutingAction(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ROUTING_ACTION_KEYS)
  requireProperty(faults, value, 'invokeApi', at, checkInvokeApi)
}

function checkRoutingActionList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkRoutingAction)
}

function checkRoutingRule(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ROUTING_RULE_KEYS)
  requireProperty(faults, value, 'priority', at, checkPriority)
  checkProperty(faults, value, 'conditions', at, checkRoutingConditionList)
  requireProperty(faults, value, 'actions', at, checkRoutingActionList)
}

function checkRoutingRuleList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkRoutingRule)
}

function checkRoutingMode(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['API_MAPPING_ONLY', 'ROUTING_RULE_THEN_API_MAPPING', 'ROUTING_RULE_ONLY'])
}

const DOMAIN_ENDPOINT_KEYS: KnownKeys = { known: ['types'], notBuilt: [] }

function checkDomainEndpoint(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, DOMAIN_ENDPOINT_KEYS)
  checkProperty(faults, value, 'types', at, checkEndpointTypes)
}

const MUTUAL_TLS_KEYS: KnownKeys = { known: ['truststore'], notBuilt: [] }

function checkMutualTls(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, MUTUAL_TLS_KEYS)
  requireProperty(faults, value, 'truststore', at, checkText)
}

const ACCESS_ASSOCIATION_KEYS: KnownKeys = { known: ['vpcEndpointId'], notBuilt: [] }

function checkAccessAssociation(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ACCESS_ASSOCIATION_KEYS)
  requireProperty(faults, value, 'vpcEndpointId', at, checkText)
}

function checkAccessAssociationList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkAccessAssociation)
}

function checkDomain(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, DOMAIN_KEYS)
  checkProperty(faults, value, 'apiMappings', at, checkApiMappingList)
  checkProperty(faults, value, 'routingRules', at, checkRoutingRuleList)
  checkProperty(faults, value, 'routingMode', at, checkRoutingMode)
  checkProperty(faults, value, 'endpointConfiguration', at, checkDomainEndpoint)
  checkProperty(faults, value, 'mutualTlsAuthentication', at, checkMutualTls)
  checkProperty(faults, value, 'accessAssociations', at, checkAccessAssociationList)
}

export function checkDomains(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkDomain)
}
