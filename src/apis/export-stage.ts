import { UsageError } from '../errors.js'
import { exportApi, exportHttpApi } from '../openapi/index.js'
import type { ManagedApi } from './managed-api.js'
import type { ApiExport, ApiExportOptions } from './types.js'

/** Exports what a stage serves: the deployment that it points at, not the API as it is now. */
export function exportStage(api: ManagedApi, region: string, options: ApiExportOptions): ApiExport {
  const { stageName, exportType = 'oas30', accepts = 'application/json' } = options
  const { settings, deployment } = api.stageOf(stageName)
  const model = deployment.prepared.api
  if (model.protocolType === 'WEBSOCKET')
    throw new UsageError('ERR_USAGE', 'WebSocket APIs cannot be exported: OpenAPI has no words for them.')
  if (model.protocolType === 'HTTP') {
    if (exportType !== 'oas30') throw new UsageError('ERR_USAGE', 'HTTP APIs are exported as oas30 only.')
    const outputType = accepts === 'application/yaml' ? 'YAML' : 'JSON'
    const includeExtensions = options.extensions !== undefined && options.extensions.length > 0
    const { body, document } = exportHttpApi(
      { ...model, id: model.id ?? api.apiId },
      { stageName, includeExtensions, outputType, region },
    )
    return { body, document }
  }
  const documentationVersion = options.documentationVersion ?? settings.documentationVersion
  const { body, document } = exportApi(
    { ...model, id: model.id ?? api.apiId },
    {
      stageName,
      exportType,
      accepts,
      region,
      now: deployment.createdAt,
      ...(options.extensions !== undefined && { extensions: options.extensions }),
      ...(documentationVersion !== undefined && { documentationVersion }),
    },
  )
  return { body, document }
}
