import type { Clock } from './clock.js'
import type { IdSource } from './ids.js'
import type { Logger } from './logger.js'
import type { Random } from './random.js'

/** The outside world of one gateway, and the account that its APIs belong to. */
export interface Runtime {
  readonly clock: Clock
  readonly random: Random
  readonly ids: IdSource
  /** Where the causes of the gateway's own 5xx go. */
  readonly logger: Logger
  readonly accountId: string
  readonly region: string
}
