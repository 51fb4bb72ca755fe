import type { HttpIntegration } from '../../api/http-model.js'
import { checkSubtype } from '../../integration/index.js'
import { checkHttpParameters } from '../../transformer/http-parameters.js'
import { compileHttpValue } from '../../transformer/http-mapping.js'
import { childPointer, fieldsOf, isDocumentObject, textOf } from '../document-tree.js'
import { INTEGRATION_KEYS } from '../extensions.js'
import {
  enumOf,
  follow,
  integerOf,
  note,
  noteUnknownKeys,
  optional,
  optionalText,
  refuse,
  type ImportContext,
  type Located,
} from '../import-context.js'
import { textMap } from '../string-maps.js'

const NAME = 'x-amazon-apigateway-integration'
const KEYS: ReadonlySet<string> = new Set([
  'type',
  'uri',
  'httpMethod',
  'credentials',
  'connectionType',
  'connectionId',
  'integrationSubtype',
  'payloadFormatVersion',
  'timeoutInMillis',
  'requestParameters',
  'responseParameters',
  'tlsConfig',
])
const TYPES = ['AWS_PROXY', 'HTTP_PROXY'] as const
/** Milliseconds (documented). */
const DEFAULT_TIMEOUT = 30_000

/**
 * Reads the integration of an operation, shared ones by their reference.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integrations.html
 */
export function importHttpIntegration(context: ImportContext, operation: Located): HttpIntegration | undefined {
  const written = operation.node[NAME]
  if (written === undefined || written === null) return undefined
  const integration = follow(context, written, `${operation.pointer}/${NAME}`)
  if (integration === undefined) return undefined
  noteForeignKeys(context, integration)
  const { node, pointer } = integration
  const integrationType = typeOf(context, integration)
  if (integrationType === undefined) return undefined
  const integrationSubtype = optionalText(node, 'integrationSubtype')
  const requestParameters = textMap(context, integration, 'requestParameters')
  if (integrationSubtype === undefined) checkMappings(context, integration, requestParameters)
  else checkService(context, integration, integrationSubtype, requestParameters)
  return {
    integrationType,
    ...optional('integrationSubtype', integrationSubtype),
    ...optional('integrationUri', uriOf(context, integration, integrationSubtype)),
    ...optional('integrationMethod', optionalText(node, 'httpMethod')?.toUpperCase()),
    payloadFormatVersion: payloadFormat(context, integration, integrationType, integrationSubtype),
    ...connectionOf(context, integration),
    ...optional('credentialsArn', optionalText(node, 'credentials')),
    timeoutInMillis:
      integerOf(context, integration, 'timeoutInMillis', { min: 50, max: DEFAULT_TIMEOUT }) ?? DEFAULT_TIMEOUT,
    ...optional('tlsConfig', tlsConfig(integration)),
    requestParameters,
    responseParameters: responseParameters(context, integration),
    pointer,
  }
}

function noteForeignKeys(context: ImportContext, integration: Located): void {
  noteUnknownKeys(context, integration, new Set([...KEYS, ...INTEGRATION_KEYS]), 'integration/unknown-key')
  for (const key of INTEGRATION_KEYS) {
    if (KEYS.has(key) || integration.node[key] === undefined) continue
    const message = `${key} of an integration has no effect in an HTTP API; REST APIs have it.`
    note(context, 'warning', 'definition/rest-api-only', `${integration.pointer}/${key}`, message)
  }
}

function typeOf(context: ImportContext, { node, pointer }: Located): HttpIntegration['integrationType'] | undefined {
  const written = textOf(node['type'])?.toUpperCase()
  const type = TYPES.find((known) => known === written)
  if (type === undefined) {
    const message = 'An integration of an HTTP API is AWS_PROXY or HTTP_PROXY; AWS, HTTP and MOCK are REST APIs’.'
    refuse(context, `${pointer}/type`, message, { found: node['type'], allowed: TYPES })
  }
  return type
}

function uriOf(context: ImportContext, { node, pointer }: Located, subtype: string | undefined): string | undefined {
  const uri = optionalText(node, 'uri')
  if (uri === undefined && subtype === undefined) refuse(context, `${pointer}/uri`, 'An integration has a uri.')
  return uri
}

function payloadFormat(
  context: ImportContext,
  { node, pointer }: Located,
  type: HttpIntegration['integrationType'],
  subtype: string | undefined,
): '1.0' | '2.0' {
  const written = textOf(node['payloadFormatVersion'])
  const version =
    written === undefined || /^1(?:\.0)?$/.test(written) ? '1.0' : /^2(?:\.0)?$/.test(written) ? '2.0' : undefined
  if (version === undefined)
    refuse(context, `${pointer}/payloadFormatVersion`, 'A payload format is 1.0 or 2.0.', { found: written })
  else if (version === '2.0' && (type === 'HTTP_PROXY' || subtype !== undefined))
    refuse(context, `${pointer}/payloadFormatVersion`, 'Only Lambda functions know the payload format 2.0.')
  return version ?? '1.0'
}

function connectionOf(
  context: ImportContext,
  integration: Located,
): Pick<HttpIntegration, 'connectionType' | 'connectionId'> {
  const connectionType = enumOf(context, integration, 'connectionType', ['INTERNET', 'VPC_LINK']) ?? 'INTERNET'
  const connectionId = optionalText(integration.node, 'connectionId')
  if (connectionType === 'VPC_LINK' && connectionId === undefined)
    refuse(context, `${integration.pointer}/connectionId`, 'An integration over a VPC link has a connectionId.')
  return { connectionType, ...optional('connectionId', connectionId) }
}

function tlsConfig({ node }: Located): HttpIntegration['tlsConfig'] {
  const written = node['tlsConfig']
  return isDocumentObject(written)
    ? optional('serverNameToVerify', optionalText(written, 'serverNameToVerify'))
    : undefined
}

function checkMappings(context: ImportContext, { pointer }: Located, parameters: ReadonlyMap<string, string>): void {
  for (const { key, message, allowed } of checkHttpParameters(parameters, 'request'))
    refuse(context, childPointer(`${pointer}/requestParameters`, key), message, {
      found: parameters.get(key),
      ...optional('allowed', allowed),
    })
}

function checkService(
  context: ImportContext,
  { node, pointer }: Located,
  subtype: string,
  parameters: ReadonlyMap<string, string>,
): void {
  for (const { message, parameter, allowed } of checkSubtype(subtype, parameters.keys())) {
    const place = parameter === undefined ? `${pointer}/integrationSubtype` : `${pointer}/requestParameters`
    refuse(context, place, message, { ...optional('allowed', allowed) })
  }
  for (const [name, value] of parameters) {
    if (compileHttpValue(value, 'request') !== undefined) continue
    const place = childPointer(`${pointer}/requestParameters`, name)
    refuse(context, place, `${value} is no value that a request mapping can read`)
  }
  if (optionalText(node, 'credentials') === undefined)
    refuse(context, `${pointer}/credentials`, 'An integration with an AWS service has the role that it is called by.')
}

function responseParameters(context: ImportContext, integration: Located): Map<string, Map<string, string>> {
  const byStatus = new Map<string, Map<string, string>>()
  const root = `${integration.pointer}/responseParameters`
  for (const [status, written] of fieldsOf(integration.node['responseParameters'])) {
    const place = childPointer(root, status)
    if (!/^[2-5]\d\d$/.test(status))
      refuse(context, place, 'Responses are mapped by status, 200 to 599.', { found: status })
    if (!isDocumentObject(written)) {
      refuse(context, place, 'A response mapping is an object of texts.', { found: written })
      continue
    }
    const parameters = textMap(context, { node: { [status]: written }, pointer: root }, status)
    for (const { key, message, allowed } of checkHttpParameters(parameters, 'response'))
      refuse(context, childPointer(place, key), message, {
        found: parameters.get(key),
        ...optional('allowed', allowed),
      })
    byStatus.set(status, parameters)
  }
  return byStatus
}
