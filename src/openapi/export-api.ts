import type { RestApi } from '../api/model.js'
import { UsageError } from '../errors.js'
import { lazy } from '../runtime/lazy.js'
import type { DocumentationLookup } from './export-documentation.js'
import { documentationLookup } from './export-documentation.js'
import type { ExportType } from './export-operations.js'
import { exportPaths } from './export-operations.js'
import { exportSchemas } from './export-schemas.js'
import type { SecurityExport } from './export-security.js'
import { exportSecurity } from './export-security.js'
import {
  exportAddress,
  exportApiSettings,
  exportEndpoint,
  exportGatewayResponses,
  exportRequestValidators,
} from './export-settings.js'
import { optional } from './import-context.js'

export type { ExportType } from './export-operations.js'

/** The extensions that an export may have; `apigateway` is all of them but `postman`. */
export type ExportExtension =
  | 'apigateway'
  | 'integrations'
  | 'authorizers'
  | 'validators'
  | 'gatewayresponses'
  | 'documentation'
  | 'postman'

/** What is exported, and how. */
export interface ExportOptions {
  readonly exportType: ExportType
  readonly stageName: string
  /** One or several, also as text with commas; default none. */
  readonly extensions?: string | readonly ExportExtension[]
  /** As GetExport takes them: `{ extensions: 'integrations,authorizers' }`. */
  readonly parameters?: { readonly extensions?: string }
  /** Default `application/json`. */
  readonly accepts?: 'application/json' | 'application/yaml'
  /** Default `us-east-1`. */
  readonly region?: string
  /** When the deployment was made, in ms; the version of an API that has none. Default 0, the first of January 1970. */
  readonly now?: number
  /** The version of the documentation that is attached to the stage; without one none is exported. */
  readonly documentationVersion?: string
}

/** As GetExport answers. */
export interface ExportResult {
  readonly body: string
  /** What `body` is the text of. */
  readonly document: Readonly<Record<string, unknown>>
  readonly contentType: string
  readonly contentDisposition: string
}

/**
 * Exports an API as the service's GetExport does: as OpenAPI 3.0 or Swagger 2.0, in JSON or YAML.
 *
 * @throws {UsageError} an extension that is not known; a model that is not of `application/json`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
 */
export function exportApi(api: RestApi, options: ExportOptions): ExportResult {
  refuseOtherModels(api)
  const version = api.version ?? new Date(options.now ?? 0).toISOString().replace(/\.\d+Z$/, 'Z')
  const document = exportDocument(api, options, version)
  const isYaml = options.accepts === 'application/yaml'
  const extension = isYaml ? 'yaml' : 'json'
  return {
    body: isYaml ? lazy.yaml().stringify(document) : JSON.stringify(document, null, 2),
    document,
    contentType: 'application/octet-stream',
    contentDisposition: `attachment; filename="${options.exportType}_${version}.${extension}"`,
  }
}

const EXTENSIONS: readonly string[] = [
  'apigateway',
  'integrations',
  'authorizers',
  'validators',
  'gatewayresponses',
  'documentation',
  'postman',
] satisfies ExportExtension[]

/** Which extensions are wanted. */
function extensionsOf({ extensions, parameters }: ExportOptions): (name: ExportExtension) => boolean {
  const written = extensions ?? parameters?.extensions ?? []
  const names = (typeof written === 'string' ? written.split(',') : written).map((name) => name.trim())
  const unknown = names.find((name) => name !== '' && !EXTENSIONS.includes(name))
  if (unknown !== undefined) {
    throw new UsageError('ERR_USAGE', `${unknown} is no extension of an export; there are ${EXTENSIONS.join(', ')}.`)
  }
  return (name) => names.includes(name) || names.includes('apigateway')
}

// Documented: such an API cannot be exported.
function refuseOtherModels({ models }: RestApi): void {
  const other = [...models.values()].find(({ contentType }) => contentType !== 'application/json')
  if (other === undefined) return
  const message = `The model ${other.name} is of ${other.contentType}: an API is exported with models of application/json only.`
  throw new UsageError('ERR_USAGE', message)
}

function exportDocument(api: RestApi, options: ExportOptions, version: string): Readonly<Record<string, unknown>> {
  const { exportType, stageName } = options
  const wants = extensionsOf(options)
  const documentation = documentationLookup(api, options.documentationVersion)
  const security = exportSecurity(api, wants('authorizers'), documentation)
  const referencePrefix = exportType === 'swagger' ? '#/definitions/' : '#/components/schemas/'
  const host = `${api.id ?? 'restapi'}.execute-api.${options.region ?? 'us-east-1'}.amazonaws.com`
  const { info, ...texts } = documentation.textsOf({ type: 'API' })
  return {
    ...(exportType === 'swagger' ? { swagger: '2.0' } : { openapi: '3.0.1' }),
    info: { title: api.name, ...optional('description', api.description), version, ...Object(info) },
    ...exportAddress(exportType, { host, stageName }, wants('apigateway') ? exportEndpoint(api) : {}),
    ...texts,
    paths: exportPaths(api, {
      exportType,
      referencePrefix,
      security,
      documentation,
      withIntegrations: wants('integrations'),
      withValidators: wants('validators'),
    }),
    ...exportComponents(exportType, exportSchemas(api.models, referencePrefix, documentation), security),
    ...(wants('apigateway') ? exportApiSettings(api) : {}),
    ...(wants('gatewayresponses') ? exportGatewayResponses(api) : {}),
    ...(wants('validators') ? exportRequestValidators(api) : {}),
    ...exportDocumentation(documentation, wants('documentation')),
  }
}

function exportComponents(
  exportType: ExportType,
  schemas: Readonly<Record<string, unknown>>,
  { schemes }: SecurityExport,
): Readonly<Record<string, unknown>> {
  const hasSchemas = Object.keys(schemas).length > 0
  const hasSchemes = Object.keys(schemes).length > 0
  if (exportType === 'swagger') {
    return { ...(hasSchemes ? { securityDefinitions: schemes } : {}), ...(hasSchemas ? { definitions: schemas } : {}) }
  }
  // Recorded: an export of OpenAPI 3.0 has components, be they empty.
  return { components: { ...(hasSchemas ? { schemas } : {}), ...(hasSchemes ? { securitySchemes: schemes } : {}) } }
}

function exportDocumentation({ extension }: DocumentationLookup, isWanted: boolean): Readonly<Record<string, unknown>> {
  return isWanted && extension !== undefined ? { 'x-amazon-apigateway-documentation': extension } : {}
}
