import type { RestApi } from '../api/model.js'
import { checkConfig } from '../config/check-config.js'
import type { Finding } from '../config/findings.js'
import { findStageSettings } from '../config/stage-findings.js'
import type { ApiConfig, GatewayConfig } from '../config/types.js'
import { ConfigError, type ConfigFault } from '../errors.js'
import type { HandleRequest } from '../http/request.js'
import { createGatewayFunctions, createIntegrations, type RoleCredentials } from '../integration/index.js'
import type { IntegrationFactory, Invoker, LambdaHandler } from '../integration/types.js'
import type { PipelineHost } from '../pipeline/handle.js'
import type { DeployedStage } from '../pipeline/invocation.js'
import { systemClock } from '../runtime/clock.js'
import { consoleLogger, silentLogger } from '../runtime/console-logger.js'
import { createIdSource } from '../runtime/ids.js'
import { systemRandom } from '../runtime/random.js'
import type { Runtime } from '../runtime/runtime.js'
import { defaultStageResolver } from '../stage/default-resolver.js'
import { closeModules, createModules } from './create-modules.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import { checkDeployment } from './check-deployment.js'
import { deployStage } from './deploy-stage.js'
import { loadApi } from './load-api.js'
import { stableId } from './stable-id.js'
import { createStageTable, type StageTable } from './stage-table.js'
import { createTemplateStore } from './template-store.js'

/** Everything that `createGateway` makes of a config. */
export interface CompiledGateway extends PipelineHost {
  readonly findings: readonly Finding[]
  matches(request: HandleRequest): boolean
  warm(): void
  close(): Promise<void>
}

/** Compiles a config: imports the definitions, checks and deploys every stage, collects all faults before it throws. */
export function compileGateway(config: GatewayConfig): CompiledGateway {
  const wrong = checkConfig(config)
  if (wrong.length > 0) throw new ConfigError(wrong)
  const runtime = createRuntime(config)
  const modules = createModules(config, runtime)
  const stages = createStageTable()
  const report = createReport(config)
  for (const [apiId, pointer, apiConfig] of apisOf(config)) {
    deployApi({ apiId, pointer, config: apiConfig, gatewayConfig: config, runtime, modules, stages, report })
  }
  if (report.faults.length > 0) throw new ConfigError(report.faults)
  const resolver = config.stage ?? defaultStageResolver
  return {
    runtime,
    resolver,
    stages,
    findings: report.findings,
    matches: (request) => {
      const target = resolver.resolve(request, stages)
      const stage = target === undefined ? undefined : stages.get(target.apiId, target.stageName)
      return target !== undefined && stage?.router.find(request.method, target.resourcePath) !== undefined
    },
    warm: () => stages.warm(),
    close: () => closeModules(config, modules),
  }
}

function createRuntime(config: GatewayConfig): Runtime {
  const random = config.random ?? systemRandom
  return {
    clock: config.clock ?? systemClock,
    random,
    ids: createIdSource(random),
    logger: config.logger === false ? silentLogger : (config.logger ?? consoleLogger),
    accountId: config.account?.id ?? '123456789012',
    region: config.account?.region ?? 'us-east-1',
  }
}

/** One API by itself, or several under `apis`: its id, the pointer to its config, the config. */
function* apisOf(config: GatewayConfig): Generator<[apiId: string, pointer: string, config: ApiConfig]> {
  if (config.definition !== undefined || config.routes !== undefined) yield [stableId('api', 10), '', config]
  for (const [apiId, api] of Object.entries(config.apis ?? {})) yield [apiId, `/apis/${apiId}`, api]
}

interface Report {
  readonly faults: ConfigFault[]
  readonly findings: Finding[]
  add(findings: readonly Finding[], pointer: string): void
}

// `onFinding` has the last word: it accepts a finding, or raises it to a fault.
function createReport(config: GatewayConfig): Report {
  const faults: ConfigFault[] = []
  const findings: Finding[] = []
  return {
    faults,
    findings,
    add: (found, pointer) => {
      for (const one of found) {
        const finding = { ...one, pointer: `${pointer}${one.pointer}` }
        const verdict = config.onFinding?.(finding)
        if (verdict === false) continue
        const level = verdict === 'error' || verdict === 'warning' ? verdict : finding.level
        if (level === 'error')
          faults.push({ pointer: finding.pointer, message: `${finding.message} (${finding.rule})` })
        else findings.push({ ...finding, level })
      }
    },
  }
}

interface ApiInput {
  readonly apiId: string
  readonly pointer: string
  readonly config: ApiConfig
  readonly gatewayConfig: GatewayConfig
  readonly runtime: Runtime
  readonly modules: Omit<GatewayModules, 'functions'>
  readonly stages: StageTable
  readonly report: Report
}

function deployApi(input: ApiInput): void {
  const { apiId, pointer, config, gatewayConfig, runtime, report, stages } = input
  const loaded = loadApi(config, { apiId, runtime, pointer, report })
  if (loaded === undefined) return
  // A streaming handler is known by its mark when it is called; until then it is a function like the others.
  const functions = { ...gatewayConfig.functions, ...loaded.functions } as Readonly<
    Record<string, LambdaHandler | Invoker>
  >
  const integrations: Readonly<Record<string, IntegrationFactory>> = {
    ...createIntegrations({
      ...gatewayConfig,
      ...roleCredentials(gatewayConfig),
      http: input.modules.http,
      functions,
      runtime,
    }),
    ...gatewayConfig.integrations,
  }
  const templates = createTemplateStore()
  for (const [name, stage] of Object.entries(config.stages ?? {}))
    report.add(findStageSettings(stage, `${pointer}/stages/${name}`), '')
  const known = new Set(Object.keys(integrations))
  report.faults.push(...checkDeployment(loaded.api, loaded.pointer, templates, known))
  if (report.faults.length > 0) return
  for (const [stageName, stage] of Object.entries(config.stages ?? { prod: {} })) {
    const canaryApi = loadCanary(input, stageName)
    const deployed: DeployedStage = deployStage({
      api: loaded.api,
      canaryApi,
      apiId,
      stageName,
      stage,
      region: runtime.region,
      integrations,
      templates,
      modules: { ...input.modules, functions: createGatewayFunctions({ ...gatewayConfig, functions, runtime }) },
    })
    stages.set(apiId, stageName, deployed)
  }
}

function loadCanary({ apiId, pointer, config, runtime, report }: ApiInput, stageName: string): RestApi | undefined {
  const definition = config.stages?.[stageName]?.canarySettings?.definition
  if (definition === undefined) return undefined
  const place = `${pointer}/stages/${stageName}/canarySettings`
  return loadApi({ ...config, definition }, { apiId, runtime, pointer: place, report })?.api
}

function roleCredentials({ credentials }: GatewayConfig): { roleCredentials?: RoleCredentials } {
  return credentials?.role === undefined ? {} : { roleCredentials: credentials.role }
}
