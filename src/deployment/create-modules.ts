import { type Authorizer, createMemoryResults } from '../authorizer/index.js'
import {
  checkCacheEncryption,
  createEncryptedCache,
  createMemoryCache,
  createStageCaches,
  readCacheEncryption,
  type StageCaches,
} from '../cache/index.js'
import type { HttpGatewayConfig } from '../config/http-types.js'
import type { GatewayConfig, GatewaySettings } from '../config/types.js'
import type { WebSocketGatewayConfig } from '../config/websocket-types.js'
import { ConfigError } from '../errors.js'
import { createDefaultHttpClient, type PooledHttpClient } from '../integration/index.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import type { Runtime } from '../runtime/runtime.js'
import { compileWebAcls } from '../web-acl/index.js'
import { accountBucket, createMemoryThrottle, createUsagePlans } from '../throttle/index.js'

/** The config of a gateway whose single API is of any protocol. */
export type AnyGatewayConfig = GatewayConfig | HttpGatewayConfig | WebSocketGatewayConfig

/** The gateway's part of a config; among its `integrations` may be those of a WebSocket API, which are no functions. */
export function settingsOf(config: AnyGatewayConfig): GatewaySettings {
  return config as GatewaySettings
}

/** The modules of a gateway: those of the config, and the defaults in memory for the others. */
export function createModules(config: AnyGatewayConfig, runtime: Runtime): Omit<GatewayModules, 'functions'> {
  const throttle = config.throttle ?? createMemoryThrottle()
  return {
    runtime,
    throttle,
    usagePlans: createUsagePlans({ apiKeys: config.apiKeys, usagePlans: config.usagePlans, store: throttle }),
    accountBucket: accountBucket(config.account?.throttle),
    cache: createCaches(settingsOf(config), runtime),
    authorizers: authorizersOf(config),
    authorizerResults: config.authorizerResults ?? createMemoryResults(),
    credentials: config.credentials,
    observer: config.observer,
    http: config.http ?? createDefaultHttpClient(),
    webAcls: compileWebAcls(config.webAcls, {
      canLocate: config.locate !== undefined,
      accountId: runtime.accountId,
    }),
    locate: config.locate,
  }
}

function createCaches(
  { cache, cacheEncryption, cacheCoalescing }: GatewaySettings,
  { clock, logger }: Runtime,
): StageCaches {
  const store = cache ?? createMemoryCache()
  const faults = cacheEncryption === undefined ? [] : checkCacheEncryption(cacheEncryption, '/cacheEncryption')
  if (faults.length > 0) throw new ConfigError(faults)
  const encrypted = cacheEncryption && createEncryptedCache(store, readCacheEncryption(cacheEncryption))
  return createStageCaches({ store, encrypted, coalesces: cacheCoalescing, clock, logger })
}

// `authorizers` of a config also holds those of routes, which are descriptions: a module is what can authorize.
function authorizersOf({ authorizers = {} }: AnyGatewayConfig): Record<string, Authorizer> {
  const modules = Object.create(null) as Record<string, Authorizer>
  for (const [name, value] of Object.entries(authorizers)) if ('authorize' in value) modules[name] = value
  return modules
}

/** Lets go of what the gateway itself has made; what came with the config is its owner's to close. */
export async function closeModules(
  config: GatewaySettings,
  modules: Pick<GatewayModules, 'cache' | 'http'>,
): Promise<void> {
  await modules.cache.settled()
  if (config.http === undefined && 'close' in modules.http) await (modules.http as PooledHttpClient).close()
}
