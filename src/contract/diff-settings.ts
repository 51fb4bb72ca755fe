import type { EndpointConfiguration, RestApi } from '../api/model.js'
import type { ChangeList } from './change-list.js'
import { missingFrom, ownValue, sameValue } from './same-value.js'

/** Compares what a REST API says of all its routes. */
export function diffSettings(list: ChangeList, before: RestApi, after: RestApi): void {
  diffBinaryTypes(list, before.binaryMediaTypes, after.binaryMediaTypes)
  diffKeySource(list, before, after)
  if (before.minimumCompressionSize !== after.minimumCompressionSize) {
    list.safe('compression/changed', {
      message: 'Answers are compressed from another size on, for clients that take it.',
      before: before.minimumCompressionSize,
      after: after.minimumCompressionSize,
      pointer: '/x-amazon-apigateway-minimum-compression-size',
    })
  }
  diffEndpoint(list, before.endpointConfiguration, after.endpointConfiguration)
  diffDefaultEndpoint(list, before.disableExecuteApiEndpoint, after.disableExecuteApiEndpoint)
  diffEndpointSecurity(list, before, after)
  diffPolicy(list, before, after)
}

// Both ways: what was text is bytes, or base64 in a function's event, and the other way round.
function diffBinaryTypes(list: ChangeList, before: readonly string[], after: readonly string[]): void {
  const pointer = '/x-amazon-apigateway-binary-media-types'
  for (const type of missingFrom(before, after)) {
    const message = `Payloads of ${type} are bytes now; they were text.`
    list.breaking('binary-media-types/added', { message, before, after, pointer })
  }
  for (const type of missingFrom(after, before)) {
    const message = `Payloads of ${type} are text now; they were bytes.`
    list.breaking('binary-media-types/removed', { message, before, after, pointer })
  }
}

function diffKeySource(list: ChangeList, before: RestApi, after: RestApi): void {
  const [old, now] = [before.apiKeySource, after.apiKeySource]
  if (old === now) return
  const needsKeys = [...after.resources.values()].some(({ methods }) =>
    [...methods.values()].some(({ apiKeyRequired }) => apiKeyRequired),
  )
  const message = `API keys come from the ${now === 'HEADER' ? 'header' : 'authorizer'} now.`
  const pointer = '/x-amazon-apigateway-api-key-source'
  list.add(needsKeys ? 'breaking' : 'safe', 'api-key/source-changed', { message, before: old, after: now, pointer })
}

const ENDPOINT = '/x-amazon-apigateway-endpoint-configuration'

function diffEndpoint(list: ChangeList, before: EndpointConfiguration, after: EndpointConfiguration): void {
  const [old, now] = [before.types?.[0] ?? 'REGIONAL', after.types?.[0] ?? 'REGIONAL']
  if (old !== now) {
    // Between EDGE and REGIONAL the address stays.
    const isPrivate = old === 'PRIVATE' || now === 'PRIVATE'
    const message = `The endpoint is ${now} in place of ${old}.`
    list.add(isPrivate ? 'breaking' : 'safe', 'endpoint/type-changed', {
      message,
      before: old,
      after: now,
      pointer: ENDPOINT,
      ...(isPrivate && { security: now === 'PRIVATE' ? ('stronger' as const) : ('weaker' as const) }),
    })
  }
  const [endpoints, others] = [before.vpcEndpointIds ?? [], after.vpcEndpointIds ?? []]
  for (const id of missingFrom(others, endpoints)) {
    const message = `The addresses of the VPC endpoint ${id} lead nowhere.`
    list.breaking('endpoint/vpc-endpoint-removed', { message, before: endpoints, after: others, pointer: ENDPOINT })
  }
  for (const id of missingFrom(endpoints, others)) {
    const message = `The VPC endpoint ${id} has addresses too.`
    list.safe('endpoint/vpc-endpoint-added', { message, before: endpoints, after: others, pointer: ENDPOINT })
  }
  const [family, other] = [before.ipAddressType ?? 'ipv4', after.ipAddressType ?? 'ipv4']
  if (family === other) return
  const message = `The endpoint has addresses of ${other}.`
  list.add(other === 'ipv4' ? 'breaking' : 'safe', 'endpoint/ip-address-type-changed', {
    message,
    before: family,
    after: other,
    pointer: ENDPOINT,
  })
}

/** Reports that the API's own host was turned off or on. */
export function diffDefaultEndpoint(list: ChangeList, before: boolean, after: boolean): void {
  if (before === after) return
  const details = { before, after, pointer: ENDPOINT }
  if (after) {
    const message = 'The execute-api host refuses all requests.'
    list.breaking('endpoint/default-disabled', { message, ...details, security: 'stronger' })
  } else {
    const message = 'The execute-api host answers too.'
    list.safe('endpoint/default-enabled', { message, ...details, security: 'weaker' })
  }
}

function diffEndpointSecurity(list: ChangeList, before: RestApi, after: RestApi): void {
  if (before.endpointAccessMode !== after.endpointAccessMode) {
    const isStrict = after.endpointAccessMode === 'STRICT'
    const message = `The endpoint access mode is ${after.endpointAccessMode ?? 'BASIC'}.`
    list.add(isStrict ? 'breaking' : 'safe', 'endpoint/access-mode-changed', {
      message,
      before: before.endpointAccessMode,
      after: after.endpointAccessMode,
      pointer: '/x-amazon-apigateway-endpoint-access-mode',
      security: isStrict ? 'stronger' : 'weaker',
    })
  }
  if (before.securityPolicy === after.securityPolicy) return
  const message = 'Clients may need another version of TLS.'
  list.breaking('endpoint/security-policy-changed', {
    message,
    before: before.securityPolicy,
    after: after.securityPolicy,
    pointer: '/x-amazon-apigateway-security-policy',
  })
}

// A private API without a policy lets nobody in (documented): there it is the other way round.
function diffPolicy(list: ChangeList, before: RestApi, after: RestApi): void {
  const [old, now] = [before.policy, after.policy]
  if (sameValue(old, now)) return
  const isPrivate = after.endpointConfiguration.types?.[0] === 'PRIVATE'
  const details = { before: old, after: now, pointer: '/x-amazon-apigateway-policy' }
  if (old === undefined || now === undefined) {
    const tightens = (old === undefined) !== isPrivate
    const message = `The API has ${now === undefined ? 'no resource policy any longer' : 'a resource policy now'}.`
    list.add(tightens ? 'breaking' : 'safe', now === undefined ? 'policy/removed' : 'policy/added', {
      message,
      ...details,
      security: tightens ? 'stronger' : 'weaker',
    })
    return
  }
  const [gone, more] = [
    missingFrom(statementsOf(now), statementsOf(old)),
    missingFrom(statementsOf(old), statementsOf(now)),
  ]
  const loosens = gone.every(isDeny) && !more.some(isDeny)
  const message = loosens ? 'The resource policy allows more.' : 'The resource policy may allow less.'
  list.add(loosens ? 'safe' : 'breaking', loosens ? 'policy/loosened' : 'policy/tightened', {
    message,
    ...details,
    ...(loosens && { security: 'weaker' as const }),
  })
}

function statementsOf(policy: unknown): readonly unknown[] {
  const statements = ownValue(policy, 'Statement')
  return Array.isArray(statements) ? statements : [statements]
}

function isDeny(statement: unknown): boolean {
  return ownValue(statement, 'Effect') === 'Deny'
}
