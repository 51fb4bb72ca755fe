import type { IntegrationDefinition, IntegrationResponseDefinition } from '../api/model.js'
import type { DocumentObject } from './document-tree.js'
import { childPointer, fieldsOf, isDocumentObject, itemsOf, textOf } from './document-tree.js'
import { HTTP_API_INTEGRATION_KEYS, INTEGRATION_KEYS, INTEGRATION_RESPONSE_KEYS } from './extensions.js'
import type { ImportContext, Located } from './import-context.js'
import { enumOf, integerOf, note, noteUnknownKeys, optional, optionalText, refuse } from './import-context.js'
import type { MethodPlace } from './string-maps.js'
import { textMap } from './string-maps.js'

const KNOWN_KEYS: ReadonlySet<string> = new Set([...INTEGRATION_KEYS, ...HTTP_API_INTEGRATION_KEYS])
const SERVICE_TYPES: ReadonlySet<string> = new Set(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'])
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const
const CONTENT_HANDLING = ['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const

/** Milliseconds: the service's own default and limits; Regional and private APIs may ask for up to 15 minutes. */
const DEFAULT_TIMEOUT = 29_000
const TIMEOUT_LIMITS = { min: 50, max: 900_000, service: 'Timeout should be between 50 ms and 29000 ms' }

/**
 * Reads `x-amazon-apigateway-integration` of an operation; undefined when there is none, or one without a type.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function importIntegration(
  context: ImportContext,
  operation: Located,
  place: MethodPlace,
): IntegrationDefinition | undefined {
  const written = operation.node['x-amazon-apigateway-integration']
  if (written === undefined || written === null) return undefined
  const pointer = `${operation.pointer}/x-amazon-apigateway-integration`
  if (!isDocumentObject(written)) {
    refuse(context, pointer, 'An integration is an object.', { found: written })
    return undefined
  }
  const integration: Located = { node: written, pointer }
  if (isHttpApiIntegration(context, integration)) return undefined
  noteForeignKeys(context, integration)
  const type = integrationType(context, integration, place)
  return type === undefined ? undefined : readIntegration(context, integration, type, place)
}

/** First-class service integrations and shared ones are of HTTP APIs alone: nothing here could stand for them. */
function isHttpApiIntegration(context: ImportContext, { node, pointer }: Located): boolean {
  const foreign = ['integrationSubtype', '$ref'].filter((key) => node[key] !== undefined)
  for (const key of foreign) {
    refuse(context, childPointer(pointer, key), `${key} of an integration belongs to HTTP APIs.`, { found: node[key] })
  }
  return foreign.length > 0
}

function noteForeignKeys(context: ImportContext, integration: Located): void {
  const { node, pointer } = integration
  noteUnknownKeys(context, integration, KNOWN_KEYS, 'integration/unknown-key')
  for (const key of HTTP_API_INTEGRATION_KEYS) {
    // Recorded: a REST import takes payloadFormatVersion without a word.
    if (node[key] === undefined) continue
    const message = `${key} of an integration has no effect in a REST API.`
    note(context, 'warning', 'definition/http-api-only', `${pointer}/${key}`, message)
  }
}

function integrationType(context: ImportContext, { node, pointer }: Located, place: MethodPlace): string | undefined {
  const written = optionalText(node, 'type')
  if (written === undefined) {
    const message = 'An integration has a type.'
    refuse(context, `${pointer}/type`, message, { allowed: [...SERVICE_TYPES], service: unable(place, message) })
    return undefined
  }
  const upper = written.toUpperCase()
  // Any other name is that of a type of the user's own; whoever deploys the API knows which there are.
  return SERVICE_TYPES.has(upper) ? upper : written
}

function readIntegration(
  context: ImportContext,
  integration: Located,
  type: string,
  place: MethodPlace,
): IntegrationDefinition {
  const { node, pointer } = integration
  checkTarget(context, integration, type, place)
  return {
    type,
    ...optional('uri', optionalText(node, 'uri')),
    // Recorded: the method of a MOCK integration is dropped.
    ...optional('httpMethod', type === 'MOCK' ? undefined : optionalText(node, 'httpMethod')?.toUpperCase()),
    ...optional('credentials', optionalText(node, 'credentials')),
    ...connectionOf(context, integration, place),
    passthroughBehavior: enumOf(context, integration, 'passthroughBehavior', PASSTHROUGH) ?? 'WHEN_NO_MATCH',
    ...optional('contentHandling', enumOf(context, integration, 'contentHandling', CONTENT_HANDLING)),
    timeoutInMillis: integerOf(context, integration, 'timeoutInMillis', TIMEOUT_LIMITS) ?? DEFAULT_TIMEOUT,
    responseTransferMode: enumOf(context, integration, 'responseTransferMode', ['BUFFERED', 'STREAM']) ?? 'BUFFERED',
    ...optional('tlsConfig', tlsConfig(node)),
    ...optional('cacheNamespace', optionalText(node, 'cacheNamespace')),
    cacheKeyParameters: itemsOf(node['cacheKeyParameters']).flatMap((name) => textOf(name) ?? []),
    requestParameters: textMap(context, integration, 'requestParameters', place),
    requestTemplates: textMap(context, integration, 'requestTemplates', place),
    integrationResponses: integrationResponses(context, integration, place),
    pointer,
  }
}

function checkTarget(context: ImportContext, { node, pointer }: Located, type: string, place: MethodPlace): void {
  if (type === 'MOCK' || !SERVICE_TYPES.has(type)) return
  if (optionalText(node, 'httpMethod') === undefined) {
    const service = unable(place, 'Enumeration value for HttpMethod must be non-empty')
    refuse(context, `${pointer}/httpMethod`, `An integration of type ${type} has an httpMethod.`, { service })
  }
  if (optionalText(node, 'uri') === undefined) {
    const problem = type.startsWith('AWS')
      ? 'Invalid ARN specified in the request'
      : 'Invalid HTTP endpoint specified for URI'
    refuse(context, `${pointer}/uri`, `An integration of type ${type} has a uri.`, { service: unable(place, problem) })
  }
}

function connectionOf(
  context: ImportContext,
  integration: Located,
  place: MethodPlace,
): Pick<IntegrationDefinition, 'connectionType' | 'connectionId' | 'integrationTarget'> {
  const connectionType = enumOf(context, integration, 'connectionType', ['INTERNET', 'VPC_LINK']) ?? 'INTERNET'
  const connectionId = optionalText(integration.node, 'connectionId')
  if (connectionType === 'VPC_LINK' && connectionId === undefined) {
    const message = 'An integration over a VPC link has a connectionId.'
    refuse(context, `${integration.pointer}/connectionId`, message, { service: unable(place, message) })
  }
  return {
    connectionType,
    ...optional('connectionId', connectionId),
    ...optional('integrationTarget', optionalText(integration.node, 'integrationTarget')),
  }
}

function tlsConfig(node: DocumentObject): IntegrationDefinition['tlsConfig'] {
  const written = node['tlsConfig']
  if (!isDocumentObject(written)) return undefined
  const insecure = textOf(written['insecureSkipVerification'])
  return {
    ...optional('insecureSkipVerification', insecure === undefined ? undefined : insecure.toLowerCase() === 'true'),
    ...optional('serverNameToVerify', optionalText(written, 'serverNameToVerify')),
  }
}

/**
 * By status, as the control plane keeps them: of two patterns that lead to the same status, the later one is all that
 * is left.
 */
function integrationResponses(
  context: ImportContext,
  integration: Located,
  place: MethodPlace,
): IntegrationResponseDefinition[] {
  const byStatus = new Map<string, IntegrationResponseDefinition>()
  const root = `${integration.pointer}/responses`
  for (const [pattern, written] of fieldsOf(integration.node['responses'])) {
    const pointer = childPointer(root, pattern)
    if (!isDocumentObject(written)) {
      refuse(context, pointer, 'An integration response is an object.', { found: written })
      continue
    }
    const response = integrationResponse(context, { node: written, pointer }, pattern, place)
    if (response === undefined) continue
    if (byStatus.delete(response.statusCode)) {
      const message = `There is one integration response for a status; this one replaces the earlier one for ${response.statusCode}.`
      note(context, 'warning', 'integration/status-repeated', pointer, message)
    }
    byStatus.set(response.statusCode, response)
  }
  return [...byStatus.values()]
}

function integrationResponse(
  context: ImportContext,
  response: Located,
  pattern: string,
  place: MethodPlace,
): IntegrationResponseDefinition | undefined {
  noteUnknownKeys(context, response, INTEGRATION_RESPONSE_KEYS, 'integration/unknown-key')
  const statusCode = textOf(response.node['statusCode'])
  if (statusCode === undefined || !/^[1-9]\d\d$/.test(statusCode)) {
    const service = unable(place, 'Invalid Response status code specified')
    refuse(context, `${response.pointer}/statusCode`, 'An integration response has a status code.', {
      found: statusCode,
      service,
    })
    return undefined
  }
  return {
    statusCode,
    ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
    responseParameters: textMap(context, response, 'responseParameters', place),
    responseTemplates: textMap(context, response, 'responseTemplates', place),
    ...optional('contentHandling', enumOf(context, response, 'contentHandling', CONTENT_HANDLING)),
    pointer: response.pointer,
  }
}

function unable({ path, httpMethod }: MethodPlace, problem: string): string {
  return `Unable to put integration on '${httpMethod}' for resource at path '${path}': ${problem}`
}
