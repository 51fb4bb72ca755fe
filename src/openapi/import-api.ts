import type { AuthorizerDefinition, RestApi } from '../api/model.js'
import type { Finding } from '../config/findings.js'
import { importApiSettings, importRequestValidators } from './api-settings.js'
import type { BasePathMode } from './base-path.js'
import { pathPrefix } from './base-path.js'
import { DefinitionError } from './definition-error.js'
import { importDocumentation } from './documentation.js'
import { parseDocument } from './documents.js'
import { recognizeDialect } from './dialects.js'
import { importGatewayResponses } from './gateway-responses.js'
import type { ImportContext } from './import-context.js'
import { optional } from './import-context.js'
import { resolveIntrinsics } from './intrinsics.js'
import type { RestApiSettings } from './merge-api.js'
import { createRestApi, mergeApi, overwriteApi } from './merge-api.js'
import { importModels } from './models.js'
import { importPaths } from './paths.js'
import type { SecurityScheme } from './security.js'
import { importSecuritySchemes } from './security.js'

/** How a definition is imported; all of it may be left out. */
export interface ImportOptions {
  /** `import`: a new API; `merge` and `overwrite` change `base`. Default `import`. */
  readonly mode?: 'import' | 'merge' | 'overwrite'
  /** Default `ignore`. */
  readonly basePath?: BasePathMode
  /** Refuses a document with warnings, as the service's `failonwarnings`; default false. */
  readonly failOnWarnings?: boolean
  /** Leaves documentation parts out, as the service's `ignore=documentation`; default false. */
  readonly ignoreDocumentation?: boolean
  /** What the API was before, for `merge` and `overwrite`: a model, or only some of its settings. */
  readonly base?: RestApi | RestApiSettings
  /** Values for references in the definition, by logical id, `LogicalId.Attribute`, parameter or pseudo parameter. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Takes OpenAPI 3.1 documents, which the service refuses; default false. */
  readonly acceptOpenApi31?: boolean
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string }
  /** Id of the API, as the URLs of its models have it; default: the base's, or `restapi`. */
  readonly apiId?: string
}

/** An imported API. */
export interface ImportResult {
  readonly api: RestApi
  /** The service's warnings, in its words. */
  readonly warnings: readonly string[]
  /** What was read and has no effect, or no value; pointers lead into the definition. */
  readonly findings: readonly Finding[]
}

/**
 * Imports an OpenAPI 3.0 or Swagger 2.0 definition of a REST API with its `x-amazon-apigateway-*` extensions, as
 * ImportRestApi and PutRestApi do. The definition is an object, or JSON or YAML text; it is not changed.
 *
 * @throws {DefinitionError} code `ERR_DEFINITION`: all faults with their pointers, and what the service would answer
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export function importApi(definition: unknown, options: ImportOptions = {}): ImportResult {
  const parsed = parseDocument(definition)
  const dialect = recognizeDialect(parsed, options.acceptOpenApi31 === true)
  const { document, findings } = resolveIntrinsics(parsed, {
    parameters: new Map(Object.entries(options.parameters ?? {})),
    account: { id: options.account?.id ?? '123456789012', region: options.account?.region ?? 'us-east-1' },
  })
  const apiId = options.apiId ?? options.base?.id ?? 'restapi'
  const modelUrl = `https://apigateway.amazonaws.com/restapis/${apiId}/models/`
  const context: ImportContext = { document, dialect, modelUrl, findings, faults: [], warnings: [], errors: [] }
  const imported = importDocument(context, options)
  refuseFaults(context, options)
  return { api: imported, warnings: context.warnings, findings: context.findings }
}

function importDocument(context: ImportContext, options: ImportOptions): RestApi {
  const settings = importApiSettings(context)
  const models = importModels(context)
  const schemes = importSecuritySchemes(context)
  const requestValidators = importRequestValidators(context)
  const prefix = pathPrefix(context.document, context.dialect, options.basePath ?? 'ignore')
  const resources = importPaths(context, prefix, { models, schemes, requestValidators })
  const documentation = options.ignoreDocumentation === true ? { parts: [] } : importDocumentation(context)
  const contents = {
    resources,
    models: models.models,
    authorizers: authorizersOf(schemes),
    requestValidators,
    gatewayResponses: importGatewayResponses(context),
    documentationParts: documentation.parts,
    ...optional('documentationVersion', documentation.version),
  }
  const base = createRestApi(options.base ?? {}, options.apiId)
  if (options.mode === 'merge') return mergeApi(base, settings, contents)
  return overwriteApi(options.mode === 'overwrite' ? base : createRestApi({}, options.apiId), settings, contents)
}

function authorizersOf(schemes: ReadonlyMap<string, SecurityScheme>): Map<string, AuthorizerDefinition> {
  const authorizers = new Map<string, AuthorizerDefinition>()
  for (const [name, { authorizer }] of schemes) if (authorizer !== undefined) authorizers.set(name, authorizer)
  return authorizers
}

/** Ends an import that found faults, or warnings where those are not wanted. */
export function refuseFaults(
  { faults, errors, warnings }: ImportContext,
  { failOnWarnings }: Pick<ImportOptions, 'failOnWarnings'>,
): void {
  if (faults.length > 0) throw new DefinitionError(faults, `Errors found during import:\n\t${errors.join('\n\t')}`)
  if (failOnWarnings !== true || warnings.length === 0) return
  const warningFaults = warnings.map((message) => ({ pointer: '', message }))
  throw new DefinitionError(warningFaults, `Warnings found during import:\n\t${warnings.join('\n\t')}`)
}
