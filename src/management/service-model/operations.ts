import { ACCOUNT_OPERATIONS } from './account-operations.js'
import { DOCUMENTATION_OPERATIONS } from './documentation-operations.js'
import { DOMAIN_OPERATIONS } from './domain-operations.js'
import { METHOD_OPERATIONS } from './method-operations.js'
import type { InputOf, Operation } from './operation.js'
import { REST_API_OPERATIONS } from './rest-api-operations.js'
import { STAGE_OPERATIONS } from './stage-operations.js'

type Operations = typeof REST_API_OPERATIONS &
  typeof DOCUMENTATION_OPERATIONS &
  typeof METHOD_OPERATIONS &
  typeof STAGE_OPERATIONS &
  typeof ACCOUNT_OPERATIONS &
  typeof DOMAIN_OPERATIONS

/** Name of an operation of the service. */
export type OperationName = keyof Operations

/** What an operation takes. */
export type Input<Name extends OperationName> = InputOf<Operations[Name]>

/** All operations by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  [
    REST_API_OPERATIONS,
    DOCUMENTATION_OPERATIONS,
    METHOD_OPERATIONS,
    STAGE_OPERATIONS,
    ACCOUNT_OPERATIONS,
    DOMAIN_OPERATIONS,
  ].flatMap((operations) => Object.entries<Operation>(operations)),
)
