import type { RestApi } from '../api/model.js'
import { findStageSettings } from '../config/stage-findings.js'
import { unknownWebAcl } from '../web-acl/index.js'
import { createTemplateStore } from '../transformer/template-store.js'
import { type ApiInput, createBackEnds, watched } from './api-input.js'
import { checkDeployment } from './check-deployment.js'
import { deployStage } from './deploy-stage.js'
import { loadApi } from './load-api.js'
import type { PreparedApi } from './prepared-api.js'

/** Loads and checks a REST API. */
export function prepareRestApi(input: ApiInput): PreparedApi | undefined {
  const { apiId, pointer, config, gatewayConfig, runtime, report } = input
  const loaded = loadApi(config, { apiId, runtime, pointer, report, base: input.base })
  if (loaded === undefined) return undefined
  const { api } = loaded
  const { modules, integrations } = createBackEnds(input, loaded.functions)
  const templates = createTemplateStore(gatewayConfig.transformers)
  const canaries = new Map<string, RestApi>()
  for (const [name, stage] of Object.entries(config.stages ?? {})) {
    report.add(findStageSettings(stage, `${pointer}/stages/${name}`, gatewayConfig.cacheEncryption !== undefined), '')
    if (stage.webAclArn !== undefined && modules.webAcls.find(stage.webAclArn) === undefined)
      report.faults.push(unknownWebAcl(modules.webAcls, stage.webAclArn, `${pointer}/stages/${name}/webAclArn`))
    const canary = loadCanary(input, name)
    if (canary !== undefined) canaries.set(name, canary)
  }
  const known = new Set(Object.keys(integrations))
  report.faults.push(...checkDeployment(api, loaded.pointer, templates, known, Object.values(config.stages ?? {})))
  if (report.faults.length > 0) return undefined
  const shared = { api, apiId, region: runtime.region, integrations, templates, modules }
  return {
    api,
    defaultStage: 'prod',
    backEnds: { integrations, templates, modules },
    deploy: (stageName, stage, canary, watch) => {
      const canaryApi = canary?.api.protocolType === 'REST' ? canary.api : canaries.get(stageName)
      const canaryBackEnds = canary?.backEnds && watched(canary.backEnds, watch)
      const deployed = deployStage({ ...watched(shared, watch), canaryApi, canaryBackEnds, stageName, stage })
      // The rates of a web ACL would count what never was.
      const { inspectWebAcl: _, ...open } = deployed
      return watch?.dryRun === true ? open : deployed
    },
  }
}

function loadCanary({ apiId, pointer, config, runtime, report }: ApiInput, stageName: string): RestApi | undefined {
  const definition = config.stages?.[stageName]?.canarySettings?.definition
  if (definition === undefined) return undefined
  const place = `${pointer}/stages/${stageName}/canarySettings`
  return loadApi({ ...config, definition }, { apiId, runtime, pointer: place, report })?.api
}
