import { type Apis, createApis } from '../apis/index.js'
import { checkConfig } from '../config/check-config.js'
import type { Finding } from '../config/findings.js'
import type { HttpApiConfig } from '../config/http-types.js'
import type { ApiConfig, GatewaySettings } from '../config/types.js'
import type { WebSocketApiConfig } from '../config/websocket-types.js'
import { createConnectionHub, createMemoryConnections } from '../connections/index.js'
import { ConfigError, type ConfigFault } from '../errors.js'
import type { HandleRequest } from '../http/request.js'
import type { ExplainOptions, Explanation } from '../observe/explain.js'
import type { PipelineHost } from '../pipeline/handle.js'
import { systemClock } from '../runtime/clock.js'
import { consoleLogger, silentLogger } from '../runtime/console-logger.js'
import { createIdSource } from '../runtime/ids.js'
import { systemRandom } from '../runtime/random.js'
import type { Runtime } from '../runtime/runtime.js'
import { checkDomains } from '../stage/check-domains.js'
import { createStageResolver } from '../stage/default-resolver.js'
import { compileDomains, type DomainFinder } from '../stage/domains.js'
import type { StageDirectory } from '../stage/types.js'
import { createGatewayCache, type GatewayCache } from '../pipeline/rest/gateway-cache.js'
import { createGatewayUsage, type GatewayUsage } from '../throttle/index.js'
import { type AnyGatewayConfig, closeModules, createModules, settingsOf } from './create-modules.js'
import type { Report } from './api-input.js'
import type { AnyApiConfig } from './prepared-api.js'
import { explainRequest } from './explain-request.js'
import { stableId } from './stable-id.js'
import { createTruststoreCheck } from '../stage/truststore.js'
import { createStageTable } from './stage-table.js'

/** Everything that `createGateway` makes of a config. */
export interface CompiledGateway extends PipelineHost {
  readonly findings: readonly Finding[]
  readonly cache: GatewayCache
  readonly usage: GatewayUsage
  readonly apis: Apis
  explain(request: HandleRequest, options?: ExplainOptions): Promise<Explanation>
  matches(request: HandleRequest): boolean
  warm(): void
  close(): Promise<void>
}

/** Compiles a config: imports the definitions, checks and deploys every stage, collects all faults before it throws. */
export function compileGateway(config: AnyGatewayConfig): CompiledGateway {
  const wrong = checkConfig(config)
  if (wrong.length > 0) throw new ConfigError(wrong)
  const settings = settingsOf(config)
  const runtime = createRuntime(settings)
  const modules = createModules(config, runtime)
  const stages = createStageTable()
  const report = createReport(settings)
  report.faults.push(...modules.webAcls.faults)
  report.add(modules.webAcls.findings, '')
  const apis = createApis({
    gatewayConfig: settings,
    runtime,
    modules,
    stages,
    createReport: () => createReport(settings),
  })
  for (const [apiId, pointer, apiConfig] of apisOf(config)) apis.add(apiId, pointer, apiConfig, report)
  const domains = createDomains(settings, stages, report)
  if (report.faults.length > 0) throw new ConfigError(report.faults)
  const resolver = config.stage ?? createStageResolver(domains, () => runtime.clock.now())
  const connections = createConnectionHub({ store: config.connections ?? createMemoryConnections(), runtime })
  const host: PipelineHost = { runtime, resolver, locate: settings.locate, stages, connections }
  return {
    ...host,
    explain: (request, options) => explainRequest(host, apis, request, options),
    apis,
    findings: report.findings,
    cache: createGatewayCache(host, modules.cache),
    usage: createGatewayUsage(modules.usagePlans, modules.throttle, runtime.clock),
    matches: (request) => {
      const target = resolver.resolve(request, stages)
      if (target?.stageName === undefined) return false
      return stages.get(target.apiId, target.stageName)?.router.find(request.method, target.resourcePath) !== undefined
    },
    warm: () => stages.warm(),
    close: async () => {
      await connections.close()
      await closeModules(settings, modules)
    },
  }
}

// Domains name APIs and stages, so they are looked at once those are there.
function createDomains(
  { domains = {} }: GatewaySettings,
  stages: StageDirectory,
  report: Report,
): DomainFinder | undefined {
  if (report.faults.length > 0) return undefined
  report.faults.push(...checkDomains(domains, stages))
  return report.faults.length > 0 ? undefined : compileDomains(domains, createTruststoreCheck)
}

function createRuntime(config: GatewaySettings): Runtime {
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
function* apisOf(
  config: AnyGatewayConfig,
): Generator<[apiId: string, pointer: string, config: ApiConfig | HttpApiConfig | WebSocketApiConfig]> {
  const hasTarget = config.protocolType === 'HTTP' && config.target !== undefined
  const definition = 'definition' in config ? config.definition : undefined
  if (definition !== undefined || config.routes !== undefined || hasTarget)
    yield [stableId('api', 10), '', apiPart(config)]
  for (const [apiId, api] of Object.entries(config.apis ?? {})) yield [apiId, `/apis/${apiId}`, api]
}

// Of a config with one API: what is the API's, so that it can be changed later by itself.
function apiPart(config: AnyGatewayConfig): AnyApiConfig {
  const own = Object.entries(config).filter(
    ([key]) => !SETTINGS.has(key) || (key === 'integrations' && config.protocolType === 'WEBSOCKET'),
  )
  return Object.fromEntries(own)
}

const SETTINGS: ReadonlySet<string> = new Set(
  Object.keys({
    apis: 1,
    account: 1,
    domains: 1,
    webAcls: 1,
    locate: 1,
    apiKeys: 1,
    usagePlans: 1,
    functions: 1,
    isolation: 1,
    http: 1,
    throttle: 1,
    cache: 1,
    cacheEncryption: 1,
    cacheCoalescing: 1,
    connections: 1,
    authorizerResults: 1,
    credentials: 1,
    vpcLinks: 1,
    stage: 1,
    services: 1,
    integrations: 1,
    transformers: 1,
    observer: 1,
    clock: 1,
    random: 1,
    logger: 1,
    onFinding: 1,
  } satisfies Record<keyof GatewaySettings, 1>),
)

// `onFinding` has the last word: it accepts a finding, or raises it to a fault.
function createReport(config: GatewaySettings): Report {
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
