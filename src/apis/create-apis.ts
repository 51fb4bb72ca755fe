import { checkConfig } from '../config/check-config.js'
import type { OpenApiDocument } from '../config/types.js'
import { findStageSettings } from '../config/stage-findings.js'
import { diffContracts } from '../contract/index.js'
import type { ApiInput, Report } from '../deployment/api-input.js'
import {
  type AnyApi,
  type AnyApiConfig,
  type AnyStageConfig,
  prepareApi,
  type PreparedApi,
} from '../deployment/prepared-api.js'
import { stableId } from '../deployment/stable-id.js'
import type { StageTable } from '../deployment/stage-table.js'
import { ConfigError, UsageError } from '../errors.js'
import { describeDeployment, ManagedApi, type ManagedStage } from './managed-api.js'
import type { Apis, ApiState, DeployOptions } from './types.js'

/** What the APIs of a gateway are made with. */
export interface ApisOptions extends Pick<ApiInput, 'gatewayConfig' | 'runtime' | 'modules'> {
  readonly stages: StageTable
  /** A report that collects; findings go through the config's `onFinding`. */
  readonly createReport: () => Report
}

/** The APIs of a gateway, and the way in for those of its config. */
export interface ApiRegistry extends Apis {
  /** Adds an API of the config; what is wrong goes into the report. */
  add(apiId: string, pointer: string, config: AnyApiConfig, report: Report): void
}

/** Makes the registry of a gateway's APIs. */
export function createApis(options: ApisOptions): ApiRegistry {
  const { gatewayConfig, runtime, modules, stages, createReport } = options
  const apis = new Map<string, ManagedApi>()
  const now = (): number => runtime.clock.now()
  const find = (apiId: string): ManagedApi => {
    const api = apis.get(apiId)
    if (api !== undefined) return api
    throw new UsageError(
      'ERR_UNKNOWN_API',
      `There is no API ${apiId}; there are: ${[...apis.keys()].join(', ') || 'none'}.`,
    )
  }
  const prepare = (
    apiId: string,
    pointer: string,
    config: AnyApiConfig,
    report: Report,
    base?: ApiInput['base'],
  ): PreparedApi | undefined => prepareApi({ apiId, pointer, config, gatewayConfig, runtime, modules, report, base })

  const register = (apiId: string, pointer: string, config: AnyApiConfig, report: Report, fallback: boolean): void => {
    const seen = report.findings.length
    const prepared = prepare(apiId, pointer, config, report)
    if (prepared === undefined || report.faults.length > 0) return
    const api = new ManagedApi(apiId, config, prepared, report.findings.slice(seen), stages)
    apis.set(apiId, api)
    stages.addApi(apiId, prepared.api.protocolType)
    const wanted = Object.entries(config.stages ?? (fallback ? { [prepared.defaultStage]: {} } : {}))
    for (const [stageName, settings] of wanted as Array<[string, AnyStageConfig]>) {
      const first = settings.deploymentId ?? stableId(`${apiId}/${stageName}`, 6)
      const known = api.deployments.get(first)
      api.setStage(stageName, { settings, deployment: known ?? api.snapshot(now(), undefined, first) })
    }
  }

  const change = (api: ManagedApi, config: AnyApiConfig, base?: ApiInput['base']): void => {
    checkApiConfig(api.apiId, config)
    const report = createReport()
    const prepared = prepare(api.apiId, '', config, report, base)
    if (prepared === undefined || report.faults.length > 0) throw new ConfigError(report.faults)
    Object.assign(api, { config, prepared, findings: report.findings })
    // An HTTP or WebSocket stage with `autoDeploy` takes changes at once.
    for (const [stageName, stage] of api.stages) {
      if (stage.settings.autoDeploy === true)
        api.setStage(stageName, { ...stage, deployment: api.snapshot(now(), 'Automatic deployment') })
    }
  }

  const update = (api: ManagedApi, stageName: string, stage: ManagedStage): void => {
    checkStage(api, stageName, stage.settings, createReport(), gatewayConfig.cacheEncryption !== undefined)
    api.setStage(stageName, stage)
  }

  return {
    add: (apiId, pointer, config, report) => register(apiId, pointer, config, report, true),
    list: () => [...apis.keys()],
    get: (apiId) => apis.get(apiId)?.summary(),
    create: (config, { apiId = stableId(`api ${apis.size + 1}`, 10) } = {}) => {
      if (apis.has(apiId)) throw new UsageError('ERR_API_EXISTS', `There is an API ${apiId} already.`)
      checkApiConfig(apiId, config)
      const report = createReport()
      register(apiId, '', config, report, false)
      if (report.faults.length > 0) throw new ConfigError(report.faults)
      return find(apiId).summary()
    },
    replace: (apiId, definition) => {
      const api = find(apiId)
      change(api, isConfig(definition) ? definition : withDefinition(api, definition))
      return api.summary()
    },
    merge: (apiId, definition) => {
      const api = find(apiId)
      const base = api.prepared.api
      if (base.protocolType !== 'REST')
        throw new UsageError('ERR_USAGE', 'Only REST APIs take a definition merged into them.')
      change(api, withDefinition(api, definition), base)
      return api.summary()
    },
    delete: (apiId) => {
      find(apiId)
      stages.deleteApi(apiId)
      apis.delete(apiId)
    },
    deploy: (apiId, given) => {
      const api = find(apiId)
      const deployment = api.snapshot(now(), given.description)
      try {
        update(api, given.stageName, stageFor(api, given, deployment))
      } catch (error) {
        api.deployments.delete(deployment.deploymentId)
        throw error
      }
      return describeDeployment(deployment)
    },
    rollBack: (apiId, stageName, deploymentId) => {
      const api = find(apiId)
      const stage = api.stageOf(stageName)
      const known = [...api.deployments.values()]
      const target =
        deploymentId === undefined ? known[known.indexOf(stage.deployment) - 1] : api.deploymentOf(deploymentId)
      if (target === undefined)
        throw new UsageError('ERR_UNKNOWN_DEPLOYMENT', `There is no deployment before that of the stage ${stageName}.`)
      update(api, stageName, { ...stage, deployment: target })
      return api.stageSummary(stageName)
    },
    updateStage: (apiId, stageName, settings) => {
      const api = find(apiId)
      const stage = api.stageOf(stageName)
      update(api, stageName, { ...stage, settings: { ...stage.settings, ...settings } })
      return api.stageSummary(stageName)
    },
    deleteStage: (apiId, stageName) => find(apiId).deleteStage(stageName),
    deleteDeployment: (apiId, deploymentId) => {
      const api = find(apiId)
      const deployment = api.deploymentOf(deploymentId)
      for (const [stageName, stage] of api.stages) {
        if (stage.deployment === deployment || stage.canary === deployment)
          throw new UsageError(
            'ERR_DEPLOYMENT_IN_USE',
            `The stage ${stageName} points at the deployment ${deploymentId}.`,
          )
      }
      api.deployments.delete(deploymentId)
    },
    promoteCanary: (apiId, stageName) => {
      const api = find(apiId)
      const { settings, deployment, canary } = withCanary(api, stageName)
      const { canarySettings, ...rest } = settings
      const variables = { ...settings.variables, ...canarySettings?.stageVariableOverrides }
      update(api, stageName, { settings: { ...rest, variables }, deployment: canary ?? deployment })
      return api.stageSummary(stageName)
    },
    deleteCanary: (apiId, stageName) => {
      const api = find(apiId)
      const { settings, deployment } = withCanary(api, stageName)
      const { canarySettings: _, ...rest } = settings
      update(api, stageName, { settings: rest, deployment })
      return api.stageSummary(stageName)
    },
    diff: (apiId, from, to) => {
      const api = find(apiId)
      const model = (state: ApiState | undefined): AnyApi => {
        if (state === undefined) return api.prepared.api
        if ('stageName' in state) return api.stageOf(state.stageName).deployment.prepared.api
        if ('deploymentId' in state) return api.deploymentOf(state.deploymentId).prepared.api
        const report = createReport()
        const config = withDefinition(api, state.definition)
        const prepared = prepare(apiId, '', config, report)
        if (prepared === undefined || report.faults.length > 0) throw new ConfigError(report.faults)
        return prepared.api
      }
      return diffContracts(model(from), model(to))
    },
  }
}

function isConfig(value: unknown): value is AnyApiConfig {
  if (typeof value !== 'object' || value === null) return false
  return (
    'routes' in value ||
    'protocolType' in value ||
    ('definition' in value && !('openapi' in value || 'swagger' in value))
  )
}

/** The config of an API with a definition in the place of what it was made of. */
function withDefinition({ config }: ManagedApi, definition: OpenApiDocument | string): AnyApiConfig {
  if (config.protocolType === 'WEBSOCKET')
    throw new UsageError('ERR_USAGE', 'WebSocket APIs have no definition: give a config with routes.')
  const { routes: _, definition: __, ...rest } = config
  return { ...rest, definition } as AnyApiConfig
}

function checkApiConfig(apiId: string, config: AnyApiConfig): void {
  const prefix = `/apis/${apiId.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const faults = checkConfig({ apis: { [apiId]: config } })
  if (faults.length === 0) return
  throw new ConfigError(
    faults.map((fault) => ({
      ...fault,
      pointer: fault.pointer.startsWith(prefix) ? fault.pointer.slice(prefix.length) : fault.pointer,
    })),
  )
}

function checkStage(
  api: ManagedApi,
  stageName: string,
  settings: AnyStageConfig,
  report: Report,
  hasCacheKeys: boolean,
): void {
  checkApiConfig(api.apiId, { ...api.config, stages: { [stageName]: settings } } as AnyApiConfig)
  if (api.prepared.api.protocolType === 'REST')
    report.add(findStageSettings(settings, `/stages/${stageName}`, hasCacheKeys), '')
  if (report.faults.length > 0) throw new ConfigError(report.faults)
}

function stageFor(api: ManagedApi, options: DeployOptions, deployment: ManagedStage['deployment']): ManagedStage {
  const { stageName, stage: given, canarySettings } = options
  if (canarySettings !== undefined) {
    const stage = api.stageOf(stageName)
    return { ...stage, settings: { ...stage.settings, ...given, canarySettings }, canary: deployment }
  }
  const known = api.stages.get(stageName)
  // Documented: while a stage has a canary, only the canary can be deployed to.
  if (known?.settings.canarySettings !== undefined)
    throw new UsageError('ERR_USAGE', `The stage ${stageName} has a canary: promote or delete it before deploying.`)
  return { settings: { ...known?.settings, ...given }, deployment }
}

function withCanary(api: ManagedApi, stageName: string): ManagedStage {
  const stage = api.stageOf(stageName)
  if (stage.settings.canarySettings !== undefined) return stage
  throw new UsageError('ERR_USAGE', `The stage ${stageName} has no canary.`)
}
