import { ConfigError } from '../errors.js'
import type { Finding } from '../config/findings.js'
import { compileWebAcl } from './compile-web-acl.js'
import type { WebAclRules } from './rules.js'
import type { WebAcl } from './types.js'

export interface WebAclOptions {
  /** For the labels of rules; default `123456789012`. */
  readonly accountId?: string
  /** May accept (`false`) or raise (`'error'`) a finding, as in the config of a gateway. */
  readonly onFinding?: (finding: Finding) => Finding['level'] | false | undefined | void
}

/**
 * Makes a web ACL of rules in the JSON of AWS WAF: IP sets, rates, countries, sizes, texts, expressions, labels. A gateway
 * makes one itself of rules in `webAcls`; this is for web ACLs that are wrapped or asked directly.
 *
 * @throws {ConfigError} with every fault of the rules, and every part of them that is not honoured and not accepted
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html
 */
export function createWebAcl(rules: WebAclRules, options: WebAclOptions = {}): WebAcl {
  const { accountId, onFinding } = options
  const compiled = compileWebAcl(rules, {
    pointer: '',
    // It is the gateway that knows; without one, a rule that asks for a place refuses the request.
    canLocate: true,
    ...(accountId !== undefined && { accountId }),
  })
  const refused = compiled.findings.filter((finding) => {
    const verdict = onFinding?.(finding)
    return verdict !== false && (verdict ?? finding.level) === 'error'
  })
  const faults = [
    ...compiled.faults,
    ...refused.map(({ pointer, message, rule }) => ({ pointer, message: `${message} (${rule})` })),
  ]
  if (faults.length > 0) throw new ConfigError(faults)
  return compiled.webAcl
}
