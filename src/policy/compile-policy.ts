import { compileConditions, type Condition } from './conditions.js'
import { compileAny, type Matcher } from './glob.js'
import { PolicyError } from './policy-error.js'
import { compilePrincipals, type PrincipalMatcher } from './principals.js'
import type { PolicyDecision, PolicyRequest } from './request.js'
import { compileVariables, hasVariables } from './variables.js'

/** A policy, ready to be asked. */
export interface CompiledPolicy {
  /** A statement that denies wins over all that allow; without a statement that fits the policy is silent. */
  evaluate(request: PolicyRequest): PolicyDecision
}

/** How a policy is compiled. */
export interface PolicyOptions {
  /** What `execute-api:/stage/METHOD/path` stands for: `arn:aws:execute-api:{region}:{account}:{api}/`. */
  readonly resourcePrefix?: string
  /** Whether statements must name principals: those of resource policies. Default false. */
  readonly needsPrincipal?: boolean
}

interface Statement {
  readonly effect: 'Allow' | 'Deny'
  readonly sid: string | undefined
  readonly matches: (request: PolicyRequest) => boolean
}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const SILENT: PolicyDecision = { effect: 'Silent' }

/**
 * Compiles an IAM policy document: a resource policy, an identity policy, or what an authorizer returned.
 *
 * @throws {PolicyError} for a document, element or operator that is not known: nothing of a policy is ignored
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function compilePolicy(document: unknown, options: PolicyOptions = {}): CompiledPolicy {
  const parsed = typeof document === 'string' ? parse(document) : document
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new PolicyError('', 'must be an object')
  const written = (parsed as Record<string, unknown>)['Statement']
  const list: unknown[] = Array.isArray(written) ? written : [written]
  const statements = list.map((statement, index) => compileStatement(statement, `/Statement/${index}`, options))
  return {
    evaluate: (request) => {
      let allowed: PolicyDecision | undefined
      for (const [index, statement] of statements.entries()) {
        if (statement.effect === 'Allow' && allowed !== undefined) continue
        if (!statement.matches(request)) continue
        const decision = decide(statement, index)
        if (statement.effect === 'Deny') return decision
        allowed = decision
      }
      return allowed ?? SILENT
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PolicyError('', 'is no JSON')
  }
}

function decide({ effect, sid }: Statement, index: number): PolicyDecision {
  return { effect, statement: index, ...(sid !== undefined && { sid }) }
}

function compileStatement(value: unknown, pointer: string, options: PolicyOptions): Statement {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PolicyError(pointer, 'must be an object')
  const statement = value as Record<string, unknown>
  for (const key of Object.keys(statement)) {
    if (!ELEMENTS.includes(key)) throw new PolicyError(`${pointer}/${key}`, `is no element of a statement; allowed: ${ELEMENTS.join(', ')}`)
  }
  const effect = statement['Effect']
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError(`${pointer}/Effect`, 'must be "Allow" or "Deny"')
  const principals = principalsOf(statement, pointer, options)
  const actions = actionsOf(statement, pointer)
  const resources = resourcesOf(statement, pointer, options.resourcePrefix)
  const condition: Condition = compileConditions(statement['Condition'], `${pointer}/Condition`)
  const sid = statement['Sid']
  return {
    effect,
    sid: typeof sid === 'string' ? sid : undefined,
    matches: (request) =>
      principals(request.principal) && actions(request.action.toLowerCase()) && resources(request) && condition(request),
  }
}

function principalsOf(statement: Record<string, unknown>, pointer: string, options: PolicyOptions): PrincipalMatcher {
  const { Principal, NotPrincipal } = statement
  if (NotPrincipal !== undefined) {
    const matches = compilePrincipals(NotPrincipal, `${pointer}/NotPrincipal`)
    return (principal) => !matches(principal)
  }
  if (Principal !== undefined) return compilePrincipals(Principal, `${pointer}/Principal`)
  if (options.needsPrincipal === true) throw new PolicyError(pointer, 'must have a Principal')
  return () => true
}

function actionsOf(statement: Record<string, unknown>, pointer: string): Matcher {
  const { Action, NotAction } = statement
  if (NotAction !== undefined) {
    const matches = compileAny(textsOf(NotAction, `${pointer}/NotAction`).map((action) => action.toLowerCase()))
    return (action) => !matches(action)
  }
  return compileAny(textsOf(Action, `${pointer}/Action`).map((action) => action.toLowerCase()))
}

type ResourceMatcher = (request: PolicyRequest) => boolean

function resourcesOf(statement: Record<string, unknown>, pointer: string, prefix: string | undefined): ResourceMatcher {
  const { Resource, NotResource } = statement
  if (NotResource !== undefined) {
    const matches = compileResources(textsOf(NotResource, `${pointer}/NotResource`), prefix)
    return (request) => !matches(request)
  }
  return compileResources(textsOf(Resource, `${pointer}/Resource`), prefix)
}

function compileResources(resources: readonly string[], prefix: string | undefined): ResourceMatcher {
  const expanded = resources.map((resource) => expandResource(resource, prefix))
  const fixed = compileAny(expanded.filter((resource) => !hasVariables(resource)))
  const variable = expanded.filter(hasVariables).map((resource) => compileVariables(resource, (value) => value.replace(/[*?]/g, '\u0000')))
  return (request) =>
    fixed(request.resource) ||
    variable.some((expand) => {
      const pattern = expand(request)
      return pattern !== undefined && compileAny([pattern])(request.resource)
    })
}

// The service expands the short form when a policy is saved.
function expandResource(resource: string, prefix: string | undefined): string {
  return prefix !== undefined && resource.startsWith('execute-api:/') ? prefix + resource.slice('execute-api:/'.length) : resource
}

function textsOf(value: unknown, pointer: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map((one) => {
    if (typeof one === 'string') return one
    throw new PolicyError(pointer, 'must be text or a list of texts')
  })
}
