import { checkConfig } from '../config/check-config.js'
import { findStageSettings } from '../config/stage-findings.js'
import type { OpenApiDocument } from '../config/types.js'
import { type ApiInput, type BackEnds, createBackEnds, type Report } from '../deployment/api-input.js'
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
import { ManagedApi, type ManagedStage } from './managed-api.js'
import type { ApiState } from './types.js'

/** What the APIs of a gateway are made with. */
export interface ApisOptions extends Pick<ApiInput, 'gatewayConfig' | 'runtime' | 'modules'> {
  readonly stages: StageTable
  /** A report that collects; findings go through the config's `onFinding`. */
  readonly createReport: () => Report
}

/** The APIs of a gateway by id, and what every change of one goes through: check, prepare, and only then take effect. */
export class ApiBook {
  readonly #options: ApisOptions
  readonly #apis: Map<string, ManagedApi> = new Map()
  #backEnds: BackEnds | undefined = undefined

  constructor(options: ApisOptions) {
    this.#options = options
  }

  get ids(): string[] {
    return [...this.#apis.keys()]
  }

  get size(): number {
    return this.#apis.size
  }

  get now(): number {
    return this.#options.runtime.clock.now()
  }

  get(apiId: string): ManagedApi | undefined {
    return this.#apis.get(apiId)
  }

  /** Throws {@link UsageError} when it is not there. */
  find(apiId: string): ManagedApi {
    const api = this.#apis.get(apiId)
    if (api !== undefined) return api
    throw new UsageError('ERR_UNKNOWN_API', `There is no API ${apiId}; there are: ${this.ids.join(', ') || 'none'}.`)
  }

  /** Adds an API and deploys it to the stages of its config; what is wrong goes into the report. */
  add(
    apiId: string,
    pointer: string,
    config: AnyApiConfig,
    report: Report,
    fallback: 'default stage' | 'no stage',
  ): void {
    const seen = report.findings.length
    const prepared = this.#prepare(apiId, pointer, config, report)
    if (prepared === undefined || report.faults.length > 0) return
    const { stages } = this.#options
    const api = new ManagedApi(apiId, config, prepared, report.findings.slice(seen), stages)
    this.#apis.set(apiId, api)
    stages.addApi(apiId, prepared.api.protocolType)
    const wanted = config.stages ?? (fallback === 'no stage' ? {} : { [prepared.defaultStage]: {} })
    for (const [stageName, settings] of Object.entries(wanted) as Array<[string, AnyStageConfig]>) {
      const first = settings.deploymentId ?? stableId(`${apiId}/${stageName}`, 6)
      const known = api.deployments.get(first)
      api.setStage(stageName, { settings, deployment: known ?? api.snapshot(this.now, undefined, first) })
    }
  }

  /** Adds an API while the gateway runs. */
  create(apiId: string, config: AnyApiConfig): ManagedApi {
    if (this.#apis.has(apiId)) throw new UsageError('ERR_API_EXISTS', `There is an API ${apiId} already.`)
    checkApiConfig(apiId, config)
    const report = this.#options.createReport()
    this.add(apiId, '', config, report, 'no stage')
    if (report.faults.length > 0) throw new ConfigError(report.faults)
    return this.find(apiId)
  }

  /** Puts another config in the place of an API's own, or merges its definition into `base`. */
  change(api: ManagedApi, config: AnyApiConfig, base?: ApiInput['base']): void {
    checkApiConfig(api.apiId, config)
    const report = this.#options.createReport()
    const prepared = this.#prepared(api.apiId, config, report, base)
    Object.assign(api, { config, prepared, findings: report.findings })
    // An HTTP or WebSocket stage with `autoDeploy` takes changes at once.
    for (const [stageName, stage] of api.stages) {
      if (stage.settings.autoDeploy === true)
        api.setStage(stageName, { ...stage, deployment: api.snapshot(this.now, 'Automatic deployment') })
    }
  }

  /** Points a stage at what it is to serve, once its settings are checked. */
  update(api: ManagedApi, stageName: string, stage: ManagedStage): void {
    const { createReport, gatewayConfig } = this.#options
    const report = createReport()
    checkApiConfig(api.apiId, { ...api.config, stages: { [stageName]: stage.settings } })
    if (api.prepared.api.protocolType === 'REST') {
      const hasKeys = gatewayConfig.cacheEncryption !== undefined
      report.add(findStageSettings(stage.settings, `/stages/${stageName}`, hasKeys), '')
    }
    if (report.faults.length > 0) throw new ConfigError(report.faults)
    api.setStage(stageName, stage)
  }

  delete(apiId: string): void {
    this.find(apiId)
    this.#options.stages.deleteApi(apiId)
    this.#apis.delete(apiId)
  }

  /** The model of an API in one of its states; default: as it is now. */
  modelOf(api: ManagedApi, state: ApiState | undefined): AnyApi {
    if (state === undefined) return api.prepared.api
    if ('stageName' in state) return api.stageOf(state.stageName).deployment.prepared.api
    if ('deploymentId' in state) return api.deploymentOf(state.deploymentId).prepared.api
    return this.#prepared(api.apiId, withDefinition(api, state.definition), this.#options.createReport()).api
  }

  #prepared(apiId: string, config: AnyApiConfig, report: Report, base?: ApiInput['base']): PreparedApi {
    const prepared = this.#prepare(apiId, '', config, report, base)
    if (prepared === undefined || report.faults.length > 0) throw new ConfigError(report.faults)
    return prepared
  }

  #prepare(
    apiId: string,
    pointer: string,
    config: AnyApiConfig,
    report: Report,
    base?: ApiInput['base'],
  ): PreparedApi | undefined {
    const { gatewayConfig, runtime, modules } = this.#options
    const sharedBackEnds = (): BackEnds => (this.#backEnds ??= createBackEnds(this.#options, {}))
    return prepareApi({ apiId, pointer, config, gatewayConfig, runtime, modules, report, base, sharedBackEnds })
  }
}

/** The config of an API with a definition in the place of what it was made of. */
export function withDefinition({ config }: ManagedApi, definition: OpenApiDocument | string): AnyApiConfig {
  if (config.protocolType === 'WEBSOCKET')
    throw new UsageError('ERR_USAGE', 'WebSocket APIs have no definition: give a config with routes.')
  const { routes: _, definition: __, ...rest } = config
  return { ...rest, definition }
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
