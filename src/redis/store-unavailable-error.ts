/** Redis could not be asked, or its answer made no sense. A request meets it only where a cache is set to refuse. */
export class StoreUnavailableError extends Error {
  readonly code = 'ERR_STORE_UNAVAILABLE'
  /** Why; `open`: the circuit is open and no call was made. */
  readonly reason: 'timeout' | 'error' | 'garbage' | 'open'

  constructor(reason: StoreUnavailableError['reason'], options?: ErrorOptions) {
    super(`Redis is not available: ${reason}`, options)
    this.name = 'StoreUnavailableError'
    this.reason = reason
  }
}
