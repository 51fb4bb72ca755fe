import type { WebSocketApiConfig } from '../config/websocket-types.js'
import { createTemplateStore } from '../transformer/template-store.js'
import { type ApiInput, createBackEnds } from './api-input.js'
import type { PreparedApi } from './prepared-api.js'
import { checkWebSocketApi, checkWebSocketConfig, findRouteSettings } from './websocket-check-api.js'
import { deployWebSocketStage } from './websocket-deploy-stage.js'
import { loadWebSocketApi } from './websocket-load-api.js'

/** Loads and checks a WebSocket API. */
export function prepareWebSocketApi(input: ApiInput<WebSocketApiConfig>): PreparedApi | undefined {
  const { apiId, pointer, config, gatewayConfig, runtime, report } = input
  report.faults.push(...checkWebSocketConfig(config, pointer))
  report.add(findRouteSettings(config, pointer), '')
  const { api, functions } = loadWebSocketApi(config, { apiId, runtime, pointer, report })
  const templates = createTemplateStore(gatewayConfig.transformers)
  const backEnds = createBackEnds(input, functions)
  const faults = checkWebSocketApi(
    api,
    { pointer, templates, types: new Set(Object.keys(backEnds.integrations)) },
    report,
  )
  report.faults.push(...faults)
  if (report.faults.length > 0) return undefined
  const shared = { ...backEnds, templates, api, apiId, region: runtime.region }
  return {
    api,
    defaultStage: 'prod',
    deploy: (stageName, stage) => deployWebSocketStage({ ...shared, stageName, stage }),
  }
}
