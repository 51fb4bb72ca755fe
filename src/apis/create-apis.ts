import type { OpenApiDocument } from '../config/types.js'
import { diffContracts } from '../contract/index.js'
import type { Report } from '../deployment/api-input.js'
import type { AnyApiConfig, Watch } from '../deployment/prepared-api.js'
import { stableId } from '../deployment/stable-id.js'
import { UsageError } from '../errors.js'
import type { AnyDeployedStage } from '../pipeline/handle.js'
import { ApiBook, type ApisOptions, withDefinition } from './api-book.js'
import { deleteCanary, deleteDeployment, deploy, promoteCanary, rollBack, updateStage } from './stage-operations.js'
import { comparedStages } from './compared-stages.js'
import { exportStage } from './export-stage.js'
import type { Apis, ApiSummary } from './types.js'

/** The APIs of a gateway, and the way in for those of its config. */
export interface ApiRegistry extends Apis {
  /** Adds an API of the config; what is wrong goes into the report. */
  add(apiId: string, pointer: string, config: AnyApiConfig, report: Report): void
  /** The deployment of a stage once more, for one request that is explained. */
  watch(apiId: string, stageName: string, watch: Watch): AnyDeployedStage
}

/** Makes the registry of a gateway's APIs. */
export function createApis(options: ApisOptions): ApiRegistry {
  const book = new ApiBook(options)
  return {
    add: (apiId, pointer, config, report) => book.add(apiId, pointer, config, report, 'default stage'),
    watch: (apiId, stageName, watch) => book.find(apiId).watchStage(stageName, watch),
    list: () => book.ids,
    get: (apiId) => book.get(apiId)?.summary(),
    create: (config, { apiId = freeId(book) } = {}) => book.create(apiId, config).summary(),
    replace: (apiId, definition) => {
      const api = book.find(apiId)
      book.change(api, isConfig(definition) ? definition : withDefinition(api, definition))
      return api.summary()
    },
    merge: (apiId, definition) => merge(book, apiId, definition),
    delete: (apiId) => book.delete(apiId),
    deploy: (apiId, given) => deploy(book, apiId, given),
    rollBack: (apiId, stageName, deploymentId) => rollBack(book, apiId, stageName, deploymentId),
    updateStage: (apiId, stageName, settings) => updateStage(book, apiId, stageName, settings),
    deleteStage: (apiId, stageName) => book.find(apiId).deleteStage(stageName),
    deleteDeployment: (apiId, deploymentId) => deleteDeployment(book, apiId, deploymentId),
    promoteCanary: (apiId, stageName) => promoteCanary(book, apiId, stageName),
    deleteCanary: (apiId, stageName) => deleteCanary(book, apiId, stageName),
    diff: (apiId, from, to, given = {}) => {
      const api = book.find(apiId)
      const { transformers } = options.gatewayConfig
      const compared = { stages: comparedStages(api, from, to), ...(transformers !== undefined && { transformers }) }
      return diffContracts(book.modelOf(api, from), book.modelOf(api, to), { ...compared, ...given })
    },
    export: (apiId, wanted) => exportStage(book.find(apiId), options.runtime.region, wanted),
  }
}

function freeId(book: ApiBook): string {
  for (let count = book.size + 1; ; count++) {
    const apiId = stableId(`api ${count}`, 10)
    if (book.get(apiId) === undefined) return apiId
  }
}

function merge(book: ApiBook, apiId: string, definition: OpenApiDocument | string): ApiSummary {
  const api = book.find(apiId)
  const base = api.prepared.api
  if (base.protocolType !== 'REST')
    throw new UsageError('ERR_USAGE', 'Only REST APIs take a definition merged into them.')
  book.change(api, withDefinition(api, definition), base)
  return api.summary()
}

function isConfig(value: unknown): value is AnyApiConfig {
  if (typeof value !== 'object' || value === null) return false
  return (
    'routes' in value ||
    'protocolType' in value ||
    ('definition' in value && !('openapi' in value || 'swagger' in value))
  )
}
