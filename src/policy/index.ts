/** The one evaluator of IAM policies: resource policies, authorizer output, policies of callers. */
export { compilePolicy } from './compile-policy.js'
export { PolicyError } from './policy-error.js'
export { type AuthorizationEffect, type AuthorizationKind, type AuthorizationOutcome, combine } from './table.js'
export type { CompiledPolicy, PolicyDecision, PolicyOptions, PolicyPrincipal, PolicyRequest } from './types.js'
