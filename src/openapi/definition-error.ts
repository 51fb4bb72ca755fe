import type { ConfigFault } from '../errors.js'
import { ConfigError } from '../errors.js'

/** What the service's control plane answers to a definition that it refuses. */
export interface ServiceError {
  readonly code: 'BadRequestException'
  readonly message: string
  /** HTTP status. */
  readonly status: 400
}

/**
 * A definition that cannot be imported; code `ERR_DEFINITION`. `faults` holds all that is wrong with it,
 * `serviceError` what ImportRestApi would have answered.
 */
export class DefinitionError extends ConfigError {
  readonly serviceError: ServiceError

  constructor(faults: readonly ConfigFault[], serviceMessage: string) {
    super(faults, 'ERR_DEFINITION')
    this.serviceError = { code: 'BadRequestException', message: serviceMessage, status: 400 }
  }
}

/** The service's one message for text that is no definition (recorded). */
export const MALFORMED_INPUT = 'Invalid OpenAPI input.'
