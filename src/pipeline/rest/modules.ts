import type { ResponseCache } from '../../cache/index.js'
import type { FunctionRegistry } from '../../integration/lambda/function-registry.js'
import type { HttpClient } from '../../integration/types.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { ThrottleStore, TokenBucket, UsagePlans } from '../../throttle/index.js'

/** The modules of a gateway that its methods share. */
export interface GatewayModules {
  readonly runtime: Runtime
  readonly throttle: ThrottleStore
  readonly usagePlans: UsagePlans
  /** The account's own limit, where the config sets one. */
  readonly accountBucket: TokenBucket | undefined
  readonly cache: ResponseCache
  readonly functions: FunctionRegistry
  readonly http: HttpClient
}
