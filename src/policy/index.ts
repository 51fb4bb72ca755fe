/** The one evaluator of IAM policies: resource policies, authorizer output, policies of callers. */
export { type CompiledPolicy, compilePolicy, type PolicyOptions } from './compile-policy.js'
export { PolicyError } from './policy-error.js'
export type { PolicyDecision, PolicyPrincipal, PolicyRequest } from './request.js'
export { alone, combine, type Effect, type Verdict } from './table.js'
