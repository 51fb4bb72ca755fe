import type { RestApi } from '../api/model.js'
import type { Finding } from '../config/findings.js'
import type { ApiConfig, GatewaySettings } from '../config/types.js'
import type { ConfigFault } from '../errors.js'
import {
  createGatewayFunctions,
  createIntegrations,
  createServiceCaller,
  type IntegrationOptions,
  type ServiceCaller,
} from '../integration/index.js'
import type { IntegrationFactory, Invoker, LambdaHandler } from '../integration/types.js'
import { DryRunEnd } from '../observe/explain.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import type { Runtime } from '../runtime/runtime.js'
import { ADMITTED, type ThrottleStore } from '../throttle/index.js'
import type { Watch } from './prepared-api.js'

/** Where loading and deploying report what they find. */
export interface Report {
  readonly faults: ConfigFault[]
  readonly findings: Finding[]
  add(findings: readonly Finding[], pointer: string): void
}

/** One API of a config, and everything that it is deployed with. */
export interface ApiInput<Config = ApiConfig> {
  readonly apiId: string
  readonly pointer: string
  readonly config: Config
  readonly gatewayConfig: GatewaySettings
  readonly runtime: Runtime
  readonly modules: Omit<GatewayModules, 'functions'>
  readonly report: Report
  /** What the API was before, when the definition is merged into it. */
  readonly base?: RestApi | undefined
  /** What stands behind every API without functions of its own; each has its own when it is left out. */
  readonly sharedBackEnds?: () => BackEnds
}

/** What stands behind an API: its modules with its functions, its integrations by type, and the way to AWS services. */
export interface BackEnds {
  readonly modules: GatewayModules
  readonly integrations: Readonly<Record<string, IntegrationFactory>>
  readonly services: ServiceCaller
}

type BackEndsInput = Pick<ApiInput, 'gatewayConfig' | 'runtime' | 'modules' | 'sharedBackEnds'>

/** The same for one request that is explained: its steps are watched, and a dry run ends before the back end. */
export function watched<Shared extends Pick<BackEnds, 'modules' | 'integrations'>>(
  shared: Shared,
  watch: Watch | undefined,
): Shared {
  if (watch === undefined) return shared
  const { modules, integrations } = shared
  const { observer } = watch
  if (!watch.dryRun) return { ...shared, modules: { ...modules, observer } }
  const end: IntegrationFactory = () => ({
    invoke: () => {
      throw new DryRunEnd()
    },
  })
  const throttle: ThrottleStore = { ...modules.throttle, take: () => ADMITTED }
  return {
    ...shared,
    modules: { ...modules, observer, throttle },
    integrations: Object.fromEntries(Object.keys(integrations).map((type) => [type, end])),
  }
}

/** Makes what stands behind an API; `own` are the functions that came with its routes. */
export function createBackEnds(
  { gatewayConfig, runtime, modules, sharedBackEnds }: BackEndsInput,
  own: Readonly<Record<string, LambdaHandler | Invoker>>,
): BackEnds {
  // Ten thousand APIs before ten thousand functions must not be as many registries of as many functions.
  if (sharedBackEnds !== undefined && Object.keys(own).length === 0) return sharedBackEnds()
  // A streaming handler is known by its mark when it is called; until then it is a function like the others.
  const functions = { ...gatewayConfig.functions, ...own } as Readonly<Record<string, LambdaHandler | Invoker>>
  const role = gatewayConfig.credentials?.role
  const options: IntegrationOptions = {
    ...gatewayConfig,
    ...(role !== undefined && { roleCredentials: role }),
    http: modules.http,
    functions,
    runtime,
  }
  return {
    modules: { ...modules, functions: createGatewayFunctions(options) },
    integrations: { ...createIntegrations(options), ...factoriesOf(gatewayConfig.integrations) },
    services: createServiceCaller(options),
  }
}

// Beside them may stand the integrations of a WebSocket API, which are descriptions.
function factoriesOf(
  integrations: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, IntegrationFactory>> {
  return Object.fromEntries(
    Object.entries(integrations).filter(
      (entry): entry is [string, IntegrationFactory] => typeof entry[1] === 'function',
    ),
  )
}
