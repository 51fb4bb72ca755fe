import { type Authorizer, createMemoryResults } from '../authorizer/index.js'
import { createMemoryCache } from '../cache/index.js'
import type { GatewayConfig } from '../config/types.js'
import { createDefaultHttpClient, type PooledHttpClient } from '../integration/index.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import type { Runtime } from '../runtime/runtime.js'
import { accountBucket, createMemoryThrottle, createUsagePlans } from '../throttle/index.js'

/** The modules of a gateway: those of the config, and the defaults in memory for the others. */
export function createModules(config: GatewayConfig, runtime: Runtime): Omit<GatewayModules, 'functions'> {
  const throttle = config.throttle ?? createMemoryThrottle()
  return {
    runtime,
    throttle,
    usagePlans: createUsagePlans({ apiKeys: config.apiKeys, usagePlans: config.usagePlans, store: throttle }),
    accountBucket: accountBucket(config.account?.throttle),
    cache: config.cache ?? createMemoryCache(),
    authorizers: authorizersOf(config),
    authorizerResults: config.authorizerResults ?? createMemoryResults(),
    credentials: config.credentials,
    observer: config.observer,
    http: config.http ?? createDefaultHttpClient(),
  }
}

// `authorizers` of a config also holds those of routes, which are descriptions: a module is what can authorize.
function authorizersOf({ authorizers = {} }: GatewayConfig): Record<string, Authorizer> {
  const modules = Object.create(null) as Record<string, Authorizer>
  for (const [name, value] of Object.entries(authorizers)) if ('authorize' in value) modules[name] = value
  return modules
}

/** Lets go of what the gateway itself has made; what came with the config is its owner's to close. */
export async function closeModules(config: GatewayConfig, modules: Pick<GatewayModules, 'http'>): Promise<void> {
  if (config.http === undefined && 'close' in modules.http) await (modules.http as PooledHttpClient).close()
}
