import type { Authorizer, AuthorizerResults } from '../../authorizer/index.js'
import type { StageCaches } from '../../cache/index.js'
import type { CredentialsProvider } from '../../config/types.js'
import type { FunctionRegistry } from '../../integration/lambda/function-registry.js'
import type { HttpClient } from '../../integration/types.js'
import type { StepObserver } from '../../observe/observer.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { Locate } from '../../stage/edge-position.js'
import type { WebAcls } from '../../web-acl/index.js'
import type { ThrottleStore, TokenBucket, UsagePlans } from '../../throttle/index.js'

/** The modules of a gateway that its methods share. */
export interface GatewayModules {
  readonly runtime: Runtime
  readonly throttle: ThrottleStore
  readonly usagePlans: UsagePlans
  /** The account's own limit, where the config sets one. */
  readonly accountBucket: TokenBucket | undefined
  readonly cache: StageCaches
  readonly functions: FunctionRegistry
  /** Authorizers of the user's own, by the name that the definition has. */
  readonly authorizers: Readonly<Record<string, Authorizer>>
  readonly authorizerResults: AuthorizerResults
  /** Who holds an access key. */
  readonly credentials: CredentialsProvider | undefined
  readonly http: HttpClient
  readonly webAcls: WebAcls
  /** Where an address is. */
  readonly locate: Locate | undefined
  /** Watches the steps, where there is one. */
  readonly observer: StepObserver | undefined
}
