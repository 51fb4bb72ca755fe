import type { HttpApiConfig } from '../config/http-types.js'
import { type ApiInput, createBackEnds, watched } from './api-input.js'
import { deployHttpStage } from './deploy-http-stage.js'
import { loadHttpApi } from './load-http-api.js'
import type { PreparedApi } from './prepared-api.js'

/** Loads and checks an HTTP API. */
export function prepareHttpApi(input: ApiInput<HttpApiConfig>): PreparedApi | undefined {
  const { apiId, pointer, config, runtime, report } = input
  const loaded = loadHttpApi(config, { apiId, runtime, pointer, report })
  if (loaded === undefined || report.faults.length > 0) return undefined
  const { api } = loaded
  const shared = { ...createBackEnds(input, loaded.functions), api, apiId, region: runtime.region }
  return {
    api,
    defaultStage: '$default',
    deploy: (stageName, stage, _, watch) => deployHttpStage({ ...watched(shared, watch), stageName, stage }),
  }
}
