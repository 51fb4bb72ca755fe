import type { HttpApi } from '../../api/http-model.js'
import type { Finding } from '../../config/findings.js'
import { pathPrefix, type BasePathMode } from '../base-path.js'
import { DefinitionError } from '../definition-error.js'
import { recognizeDialect } from '../dialects.js'
import { isDocumentObject, textOf } from '../document-tree.js'
import { parseDocument } from '../documents.js'
import { isServiceExtension, ROOT_EXTENSIONS, HTTP_API_EXTENSIONS } from '../extensions.js'
import { refuseFaults } from '../import-api.js'
import { note, noteUnknownKeys, optional, optionalText, type ImportContext } from '../import-context.js'
import { resolveIntrinsics } from '../intrinsics.js'
import { serversOf } from '../api-settings.js'
import { importHttpAuthorizers } from './authorizers.js'
import { importCors } from './cors.js'
import { noteLimits } from './limits.js'
import { importRoutes } from './routes.js'
import { importTags } from './tags.js'

/** How the definition of an HTTP API is imported; all of it may be left out. */
export interface HttpImportOptions {
  /** Default `ignore`. */
  readonly basePath?: BasePathMode
  /** Refuses a document with warnings; default false. */
  readonly failOnWarnings?: boolean
  /** Values for references in the definition, by logical id, `LogicalId.Attribute`, parameter or pseudo parameter. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Takes OpenAPI 3.1 documents, which the service refuses; default false. */
  readonly acceptOpenApi31?: boolean
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string }
  readonly apiId?: string
}

/** An imported HTTP API. */
export interface HttpImportResult {
  readonly api: HttpApi
  /** The service's warnings. */
  readonly warnings: readonly string[]
  /** What was read and has no effect, or no value; pointers lead into the definition. */
  readonly findings: readonly Finding[]
}

/**
 * Imports an OpenAPI 3.0 definition of an HTTP API with its `x-amazon-apigateway-*` extensions, as ImportApi does. The
 * definition is an object, or JSON or YAML text; it is not changed.
 *
 * @throws {DefinitionError} code `ERR_DEFINITION`: all faults with their pointers
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function importHttpApi(definition: unknown, options: HttpImportOptions = {}): HttpImportResult {
  const parsed = parseDocument(definition)
  const dialect = recognizeDialect(parsed, options.acceptOpenApi31 === true)
  if (dialect === 'swagger') {
    const message = 'HTTP APIs are imported from OpenAPI 3.0; Swagger 2.0 is for REST APIs.'
    throw new DefinitionError([{ pointer: '/swagger', message }], message)
  }
  const { document, findings } = resolveIntrinsics(parsed, {
    parameters: new Map(Object.entries(options.parameters ?? {})),
    account: { id: options.account?.id ?? '123456789012', region: options.account?.region ?? 'us-east-1' },
  })
  const context: ImportContext = { document, dialect, modelUrl: '', findings, faults: [], warnings: [], errors: [] }
  const api = importDocument(context, options)
  refuseFaults(context, options)
  return { api, warnings: context.warnings, findings: context.findings }
}

function importDocument(context: ImportContext, options: HttpImportOptions): HttpApi {
  const { document } = context
  noteForeignExtensions(context)
  const info = isDocumentObject(document['info']) ? document['info'] : {}
  const authorizers = importHttpAuthorizers(context)
  const prefix = pathPrefix(document, context.dialect, options.basePath ?? 'ignore')
  const api: HttpApi = {
    protocolType: 'HTTP',
    ...optional('id', options.apiId),
    name: optionalText(info, 'title') ?? 'api',
    ...optional('description', optionalText(info, 'description')),
    ...optional('version', optionalText(info, 'version')),
    disableExecuteApiEndpoint: isEndpointDisabled(context),
    ...optional('corsConfiguration', importCors(context)),
    ...optional('tags', importTags(document)),
    routes: importRoutes(context, prefix, authorizers),
    authorizers: authorizers.authorizers,
  }
  noteLimits(context, api)
  return api
}

// The service drops what HTTP APIs lack: so do we, and say so.
function noteForeignExtensions(context: ImportContext): void {
  const root = { node: context.document, pointer: '' }
  const known = new Set([...ROOT_EXTENSIONS, ...HTTP_API_EXTENSIONS])
  noteUnknownKeys(context, root, known, 'definition/unknown-extension', isServiceExtension)
  for (const name of ROOT_EXTENSIONS) {
    if (name === 'x-amazon-apigateway-endpoint-configuration' || root.node[name] === undefined) continue
    const message = `${name} has no effect in an HTTP API; REST APIs have it.`
    note(context, 'warning', 'definition/rest-api-only', `/${name}`, message)
  }
  const components = context.document['components']
  if (!isDocumentObject(components) || components['schemas'] === undefined) return
  const message = 'HTTP APIs validate nothing: schemas have no effect; REST APIs have models and request validators.'
  note(context, 'warning', 'definition/rest-api-only', '/components/schemas', message)
}

function isEndpointDisabled(context: ImportContext): boolean {
  const name = 'x-amazon-apigateway-endpoint-configuration'
  const places = [context.document[name], ...serversOf(context.document).map(([server]) => server[name])]
  return places.some(
    (place) => isDocumentObject(place) && textOf(place['disableExecuteApiEndpoint'])?.toLowerCase() === 'true',
  )
}
