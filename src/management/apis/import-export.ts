import { DefinitionError, exportApi, importApi, type ImportOptions, type ImportResult } from '../../openapi/index.js'
import { UsageError } from '../../errors.js'
import { toRestApi } from '../bridge/to-rest-api.js'
import { writeModel } from '../bridge/from-rest-api.js'
import { apiOf, type Context, found, type Handlers, settingsOf } from '../context.js'
import { badRequest, ManagementError } from '../management-error.js'
import type { Input } from '../service-model/operations.js'
import { documentationOf } from './documentation-versions.js'
import { addApi, showApi, showUpdatedApi } from './rest-apis.js'

/** Imports a definition, what is wrong with it said as the service says it. */
export function importDefinition(body: string, options: ImportOptions, { accountId, region }: Context): ImportResult {
  try {
    return importApi(body, { ...options, account: { id: accountId, region } })
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    const { code, message, status } = error.serviceError
    throw new ManagementError(code, message, status)
  }
}

const BASE_PATHS = new Set(['ignore', 'prepend', 'split'])

// `basepath`, `ignore=documentation`, `endpointConfigurationTypes` … come as query parameters.
function importOptions(parameters: Readonly<Record<string, string>> = {}, failOnWarnings = false): ImportOptions {
  const basePath = parameters['basepath'] ?? parameters['basePath'] ?? 'ignore'
  if (!BASE_PATHS.has(basePath)) throw badRequest(`Invalid base path mode specified: ${basePath}`)
  return {
    failOnWarnings,
    basePath: basePath as NonNullable<ImportOptions['basePath']>,
    ignoreDocumentation: parameters['ignore'] === 'documentation',
  }
}

function endpointTypes(
  parameters: Readonly<Record<string, string>> = {},
): { readonly types: ReadonlyArray<'EDGE' | 'REGIONAL' | 'PRIVATE'> } | undefined {
  const types = parameters['endpointConfigurationTypes']
  return types === undefined ? undefined : { types: [types as 'EDGE'] }
}

function importNew({ body, parameters, failOnWarnings }: Input<'ImportRestApi'>, context: Context): object {
  const api = addApi(context, {
    name: '',
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
  })
  const imported = importDefinition(body, { ...importOptions(parameters, failOnWarnings), apiId: api.id }, context)
  const endpoint = endpointTypes(parameters) ?? imported.api.endpointConfiguration
  writeModel(context, api, {
    ...imported.api,
    endpointConfiguration: { ...imported.api.endpointConfiguration, ...endpoint },
  })
  return withWarnings(showApi(settingsOf(api)), imported)
}

function put(input: Input<'PutRestApi'>, context: Context): object {
  const api = apiOf(context, input.restApiId)
  const { mode = 'merge', failOnWarnings, parameters, body } = input
  const options = { ...importOptions(parameters, failOnWarnings), mode, apiId: api.id, base: toRestApi(api) }
  const imported = importDefinition(body, options, context)
  writeModel(context, api, imported.api)
  return withWarnings(showUpdatedApi(settingsOf(api)), imported)
}

function withWarnings(record: object, { warnings }: ImportResult): object {
  return warnings.length === 0 ? record : { ...record, warnings }
}

function exportStage(input: Input<'GetExport'>, context: Context): object {
  const { restApiId, stageName, exportType, parameters } = input
  const api = apiOf(context, restApiId)
  const stage = found(api.stages.get(stageName), 'Invalid stage identifier specified')
  if (exportType !== 'oas30' && exportType !== 'swagger') throw badRequest(`No API exporter for type '${exportType}'`)
  const deployment = found(api.deployments.get(stage.deploymentId), 'Invalid Deployment identifier specified')
  const { documentationVersion: version } = stage
  try {
    const { body, contentType, contentDisposition } = exportApi(
      { ...deployment.api, documentationParts: documentationOf(api, version) },
      {
        exportType,
        stageName,
        region: context.region,
        now: deployment.record.createdDate * 1000,
        ...(parameters !== undefined && { parameters }),
        ...(input.accepts === 'application/yaml' && { accepts: 'application/yaml' as const }),
        ...(version !== undefined && { documentationVersion: version }),
      },
    )
    return { body, contentType, contentDisposition }
  } catch (error) {
    if (error instanceof UsageError) throw badRequest(error.message)
    throw error
  }
}

/** Import and export of whole APIs. */
export const importExportHandlers: Handlers<'ImportRestApi' | 'PutRestApi' | 'GetExport'> = {
  ImportRestApi: importNew,
  PutRestApi: put,
  GetExport: exportStage,
}
