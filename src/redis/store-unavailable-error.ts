import { PosternError } from '../errors.js'

/** Redis could not be asked, or its answer made no sense. A request meets it only where a cache is set to refuse. */
export class StoreUnavailableError extends PosternError {
  /** Why; `open`: the circuit is open and no call was made. */
  readonly reason: 'timeout' | 'error' | 'garbage' | 'open'

  constructor(reason: StoreUnavailableError['reason'], options?: ErrorOptions) {
    super('ERR_STORE_UNAVAILABLE', `Redis is not available: ${reason}`, options)
    this.reason = reason
  }
}
