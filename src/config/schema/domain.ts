import type { ApiMapping, DomainConfig, RoutingCondition, RoutingRule } from '../../stage/domain-types.js'
import { BOOLEAN, ENDPOINT_TYPES, type Schema, TEXT } from './schema.js'

type ItemOf<List> = List extends ReadonlyArray<infer Item> ? Item : never
type InvokeApi = ItemOf<RoutingRule['actions']>['invokeApi']
type MatchHeader = ItemOf<NonNullable<RoutingCondition['matchHeaders']>['anyOf']>

/** An object of which all keys are known. */
function closed(title: string, properties: Readonly<Record<string, Schema>>, ...required: readonly string[]): Schema {
  return { title, type: 'object', properties, required, additionalProperties: false }
}

const listOf = (items: Schema): Schema => ({ title: `${items.title}List`, type: 'array', items })

const API_MAPPING: Schema = closed(
  'ApiMapping',
  { apiId: TEXT, stage: TEXT, apiMappingKey: TEXT } satisfies Record<keyof ApiMapping, Schema>,
  'apiId',
)

const MATCH_HEADER: Schema = closed(
  'MatchHeader',
  { header: TEXT, valueGlob: TEXT } satisfies Record<keyof MatchHeader, Schema>,
  'header',
  'valueGlob',
)

const CONDITION: Schema = closed('RoutingCondition', {
  matchBasePaths: closed('MatchBasePaths', { anyOf: listOf(TEXT) }, 'anyOf'),
  matchHeaders: closed('MatchHeaders', { anyOf: listOf(MATCH_HEADER) }, 'anyOf'),
} satisfies Record<keyof RoutingCondition, Schema>)

const INVOKE_API: Schema = closed(
  'InvokeApi',
  { apiId: TEXT, stage: TEXT, stripBasePath: BOOLEAN } satisfies Record<keyof InvokeApi, Schema>,
  'apiId',
  'stage',
)

const ROUTING_RULE: Schema = closed(
  'RoutingRule',
  {
    priority: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    conditions: listOf(CONDITION),
    actions: listOf(closed('RoutingAction', { invokeApi: INVOKE_API }, 'invokeApi')),
  } satisfies Record<keyof RoutingRule, Schema>,
  'priority',
  'actions',
)

/** `domains` of a gateway by name. What they say of APIs and stages is checked where those are known. */
export const DOMAINS: Schema = {
  title: 'Domains',
  type: 'object',
  additionalProperties: closed('Domain', {
    apiMappings: listOf(API_MAPPING),
    routingRules: listOf(ROUTING_RULE),
    routingMode: { enum: ['API_MAPPING_ONLY', 'ROUTING_RULE_THEN_API_MAPPING', 'ROUTING_RULE_ONLY'] },
    endpointConfiguration: closed('DomainEndpoint', {
      types: ENDPOINT_TYPES,
    } satisfies Record<keyof NonNullable<DomainConfig['endpointConfiguration']>, Schema>),
    mutualTlsAuthentication: closed('MutualTls', { truststore: TEXT }, 'truststore'),
    accessAssociations: listOf(closed('AccessAssociation', { vpcEndpointId: TEXT }, 'vpcEndpointId')),
  } satisfies Record<keyof DomainConfig, Schema>),
}
