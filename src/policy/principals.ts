import { compileGlob, type Matcher } from './glob.js'
import { PolicyError } from './policy-error.js'
import type { PolicyPrincipal } from './request.js'

/** Says whether a caller is one of a statement's principals. */
export type PrincipalMatcher = (principal: PolicyPrincipal | undefined) => boolean

/** Compiles `Principal` or `NotPrincipal`: `"*"`, or lists by kind. */
export function compilePrincipals(value: unknown, pointer: string): PrincipalMatcher {
  if (value === '*') return () => true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(pointer, 'must be "*" or an object of AWS, Service, Federated, CanonicalUser')
  }
  const matchers: PrincipalMatcher[] = []
  for (const [kind, list] of Object.entries(value)) {
    for (const one of (Array.isArray(list) ? list : [list]) as unknown[]) {
      if (typeof one !== 'string') throw new PolicyError(`${pointer}/${kind}`, 'must be text or a list of texts')
      matchers.push(compileKind(kind, one, `${pointer}/${kind}`))
    }
  }
  return (principal) => matchers.some((matches) => matches(principal))
}

function compileKind(kind: string, value: string, pointer: string): PrincipalMatcher {
  switch (kind) {
    case 'AWS':
      return compileAws(value)
    case 'Service':
      return (principal) => principal?.service === value
    case 'Federated':
    case 'CanonicalUser':
      // Callers of an API have no such identity.
      return () => false
    default:
      throw new PolicyError(pointer, 'is no kind of principal; allowed: AWS, Service, Federated, CanonicalUser')
  }
}

const ACCOUNT = /^(?:arn:aws[\w-]*:iam::)?(\d{12})(?::root)?$/
const ASSUMED_ROLE = /^(arn:aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//

function compileAws(value: string): PrincipalMatcher {
  if (value === '*') return () => true
  const account = ACCOUNT.exec(value)?.[1]
  if (account !== undefined) return (principal) => principal?.account === account
  const matches: Matcher = compileGlob(value)
  return (principal) => {
    const arn = principal?.arn
    if (arn === undefined) return false
    return matches(arn) || roleOf(arn).some(matches)
  }
}

// A session is its role's too.
function roleOf(arn: string): string[] {
  const match = ASSUMED_ROLE.exec(arn)
  return match === null ? [] : [`${match[1]}:iam::${match[2]}:role/${match[3]}`]
}
