import type { EndpointConfiguration, EndpointType, RequestValidator, RestApi } from '../api/model.js'
import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, fieldsOf, isDocumentObject, itemsOf, textOf, toPlainValue } from './document-tree.js'
import { HTTP_API_EXTENSIONS, ROOT_EXTENSIONS, isServiceExtension } from './extensions.js'
import type { ImportContext, Located } from './import-context.js'
import { enumOf, integerOf, note, noteUnknownKeys, optional, optionalText, refuse } from './import-context.js'

/** Settings of the API itself; what the document does not say is not there. */
export type ApiSettings = Partial<
  Pick<
    RestApi,
    | 'name'
    | 'description'
    | 'version'
    | 'apiKeySource'
    | 'binaryMediaTypes'
    | 'minimumCompressionSize'
    | 'endpointConfiguration'
    | 'disableExecuteApiEndpoint'
    | 'endpointAccessMode'
    | 'securityPolicy'
    | 'policy'
  >
>

const KEY_SOURCES = ['HEADER', 'AUTHORIZER'] as const
const ACCESS_MODES = ['BASIC', 'STRICT'] as const

/** Reads `info` and the extensions of the document's root. */
export function importApiSettings(context: ImportContext): ApiSettings {
  const root: Located = { node: context.document, pointer: '' }
  noteRootExtensions(context, root)
  const info = isDocumentObject(root.node['info']) ? root.node['info'] : {}
  return {
    ...optional('name', optionalText(info, 'title')),
    ...optional('description', optionalText(info, 'description')),
    ...optional('version', optionalText(info, 'version')),
    ...optional('apiKeySource', enumOf(context, root, 'x-amazon-apigateway-api-key-source', KEY_SOURCES)),
    ...optional('binaryMediaTypes', binaryMediaTypes(context)),
    ...optional(
      'minimumCompressionSize',
      integerOf(context, root, 'x-amazon-apigateway-minimum-compression-size', COMPRESSION),
    ),
    ...endpointSettings(context),
    ...optional('endpointAccessMode', enumOf(context, root, 'x-amazon-apigateway-endpoint-access-mode', ACCESS_MODES)),
    ...optional('securityPolicy', optionalText(root.node, 'x-amazon-apigateway-security-policy')),
    ...optional('policy', policy(context)),
  }
}

const COMPRESSION = {
  min: 0,
  max: 10_485_760,
  service: 'Invalid minimum compression size, must be between 0 and 10485760',
}

function noteRootExtensions(context: ImportContext, root: Located): void {
  const known = new Set([...ROOT_EXTENSIONS, ...HTTP_API_EXTENSIONS])
  noteUnknownKeys(context, root, known, 'definition/unknown-extension', isServiceExtension)
  for (const name of HTTP_API_EXTENSIONS) {
    if (root.node[name] === undefined) continue
    note(context, 'warning', 'definition/http-api-only', `/${name}`, `${name} has no effect in a REST API.`)
  }
}

function binaryMediaTypes(context: ImportContext): string[] | undefined {
  const name = 'x-amazon-apigateway-binary-media-types'
  const written = context.document[name]
  if (written === undefined || written === null) return undefined
  if (!Array.isArray(written)) {
    refuse(context, `/${name}`, 'Binary media types are a list.', { found: written })
    return undefined
  }
  return written.flatMap((type, index) => {
    if (typeof type === 'string') return [type]
    refuse(context, `/${name}/${index}`, 'A binary media type is text.', { found: type })
    return []
  })
}

function policy(context: ImportContext): unknown {
  const written = context.document['x-amazon-apigateway-policy']
  if (written === undefined || written === null) return undefined
  if (isDocumentObject(written)) return toPlainValue(written)
  try {
    if (typeof written === 'string') return JSON.parse(written) as unknown
  } catch {
    // Refused below.
  }
  refuse(context, '/x-amazon-apigateway-policy', 'A resource policy is an object.', { found: written })
  return undefined
}

/** Swagger has it at the root, OpenAPI 3.0 on a server. */
function endpointSettings(
  context: ImportContext,
): Pick<ApiSettings, 'endpointConfiguration' | 'disableExecuteApiEndpoint'> {
  const name = 'x-amazon-apigateway-endpoint-configuration'
  const servers = serversOf(context.document).map(([server, pointer]) => [server[name], `${pointer}/${name}`] as const)
  const [written, pointer] = servers.find(([node]) => node !== undefined) ?? [context.document[name], `/${name}`]
  if (!isDocumentObject(written)) return {}
  const located = { node: written, pointer }
  noteUnknownKeys(context, located, ENDPOINT_KEYS, 'definition/unknown-key')
  const types = itemsOf(written['types']).flatMap((type) => (isEndpointType(type) ? [type] : []))
  const vpcEndpointIds = itemsOf(written['vpcEndpointIds']).flatMap((id) => textOf(id) ?? [])
  const endpointConfiguration: EndpointConfiguration = {
    ...(types.length === 0 ? {} : { types }),
    ...(vpcEndpointIds.length === 0 ? {} : { vpcEndpointIds }),
    ...optional('ipAddressType', ipAddressType(written)),
  }
  const disabled = textOf(written['disableExecuteApiEndpoint'])
  return {
    ...(Object.keys(endpointConfiguration).length === 0 ? {} : { endpointConfiguration }),
    ...optional('disableExecuteApiEndpoint', disabled === undefined ? undefined : disabled.toLowerCase() === 'true'),
  }
}

const ENDPOINT_KEYS = new Set(['disableExecuteApiEndpoint', 'vpcEndpointIds', 'ipAddressType', 'types'])

function isEndpointType(node: DocumentNode): node is EndpointType {
  return node === 'EDGE' || node === 'REGIONAL' || node === 'PRIVATE'
}

function ipAddressType(node: DocumentObject): 'ipv4' | 'dualstack' | undefined {
  const type = node['ipAddressType']
  return type === 'ipv4' || type === 'dualstack' ? type : undefined
}

/** The servers with their pointers; some documents give one server where a list belongs. */
export function serversOf(document: DocumentObject): Array<[DocumentObject, string]> {
  const servers = document['servers']
  if (isDocumentObject(servers)) return [[servers, '/servers']]
  return itemsOf(servers).flatMap((server, index) =>
    isDocumentObject(server) ? [[server, `/servers/${index}`] as [DocumentObject, string]] : [],
  )
}

/** Reads `x-amazon-apigateway-request-validators`. */
export function importRequestValidators({ document }: ImportContext): Map<string, RequestValidator> {
  const validators = new Map<string, RequestValidator>()
  for (const [name, written] of fieldsOf(document['x-amazon-apigateway-request-validators'])) {
    const flags = isDocumentObject(written) ? written : {}
    validators.set(name, {
      name,
      validateRequestBody: textOf(flags['validateRequestBody'])?.toLowerCase() === 'true',
      validateRequestParameters: textOf(flags['validateRequestParameters'])?.toLowerCase() === 'true',
    })
  }
  return validators
}

/** Name of the validator that an operation (or, failing that, the root) asks for; a fault when there is none such. */
export function requestValidatorOf(
  context: ImportContext,
  operation: Located,
  validators: ReadonlyMap<string, RequestValidator>,
): string | undefined {
  const key = 'x-amazon-apigateway-request-validator'
  const own = optionalText(operation.node, key)
  const name = own ?? optionalText(context.document, key)
  if (name === undefined || validators.has(name)) return name
  refuse(
    context,
    childPointer(own === undefined ? '' : operation.pointer, key),
    'There is no such request validator.',
    {
      found: name,
      allowed: [...validators.keys()],
      service: 'Invalid Request Validator identifier specified',
    },
  )
  return undefined
}
