import { splitArn } from './arn.js'
import { own, readObject, readTexts } from './elements.js'
import { pointTo, PolicyError } from './policy-error.js'
import type { PolicyPrincipal } from './types.js'

/** Whether a `Principal` element names the caller; `undefined` is the anonymous one. */
export type PrincipalMatcher = (principal: PolicyPrincipal | undefined) => boolean

const KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])
const ACCOUNT = /^\d{12}$/
// Ids of principals that no longer exist (AIDA…, AROA…): IAM writes them into policies; nobody has them.
const UNIQUE_ID = /^A[A-Z0-9]{15,}$/
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/
const ARN_FORMS =
  'an account id, an ARN of a root, user, role, assumed-role session or federated user, or "*"; no wildcards inside'

const anyone: PrincipalMatcher = () => true

/**
 * Compiles `Principal` or `NotPrincipal`.
 *
 * @throws PolicyError for unknown kinds and for wildcards: IAM knows none but a lone `*`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function compilePrincipal(element: unknown, pointer: string): PrincipalMatcher {
  if (element === '*') return anyone
  const object = readObject(element, pointer, KINDS)
  const matchers: PrincipalMatcher[] = []
  for (const kind of Object.keys(object)) {
    for (const { text, pointer: at } of readTexts(own(object, kind), pointTo(pointer, kind))) {
      matchers.push(compileOne(kind, text, at))
    }
  }
  if (matchers.length === 0) throw new PolicyError(pointer, element, `"*" or an object with ${[...KINDS].join(', ')}`)
  return (principal) => matchers.some((matcher) => matcher(principal))
}

function compileOne(kind: string, text: string, pointer: string): PrincipalMatcher {
  if (kind === 'AWS') return compileAws(text, pointer)
  if (text.includes('*') || text.includes('?'))
    throw new PolicyError(pointer, text, `a ${kind} principal without wildcards`)
  switch (kind) {
    case 'Service':
      if (!SERVICE.test(text)) throw new PolicyError(pointer, text, 'a service principal such as events.amazonaws.com')
      return (principal) => principal?.service === text
    case 'Federated':
      return (principal) => principal?.federated === text
    default:
      return (principal) => principal?.canonicalUser === text
  }
}

function compileAws(text: string, pointer: string): PrincipalMatcher {
  if (text === '*') return anyone
  if (ACCOUNT.test(text)) return ofAccount(text)
  if (UNIQUE_ID.test(text)) return () => false
  const parts = splitArn(text)
  if (parts === undefined || /[*?]/.test(text)) throw new PolicyError(pointer, text, ARN_FORMS)
  const [, partition, service, , account, resource] = parts as [string, string, string, string, string, string]
  if (!ACCOUNT.test(account)) throw new PolicyError(pointer, text, ARN_FORMS)
  if (service === 'iam' && resource === 'root') return ofAccount(account)
  const role = service === 'iam' && /^role\/(?:.*\/)?([^/]+)$/.exec(resource)?.[1]
  if (role) {
    // A caller is a session of the role; the session's ARN has the role's name without its path.
    const sessions = `arn:${partition}:sts::${account}:assumed-role/${role}/`
    return (principal) => principal?.arn === text || principal?.arn?.startsWith(sessions) === true
  }
  const session = service === 'sts' && /^(?:assumed-role\/[^/]+\/.+|federated-user\/.+)$/.test(resource)
  const user = service === 'iam' && /^user\/.+$/.test(resource)
  if (!session && !user) throw new PolicyError(pointer, text, ARN_FORMS)
  return (principal) => principal?.arn === text
}

/** An account, or its root: every principal of that account. */
function ofAccount(account: string): PrincipalMatcher {
  return (principal) => principal !== undefined && (principal.account ?? accountOf(principal.arn)) === account
}

function accountOf(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : splitArn(arn)?.[4]
}
