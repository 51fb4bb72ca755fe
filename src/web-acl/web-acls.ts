import { suggestName } from '../config/suggest-name.js'
import type { ConfigFault } from '../errors.js'
import { compileWebAcl } from './compile-web-acl.js'
import { pointerPart, type RuleReport } from './reading.js'
import { createReferences, type References } from './references.js'
import type { WebAclRules } from './rules.js'
import type { WebAcl } from './types.js'

/** The web ACLs of a gateway's config, by ARN or name. */
export type WebAclsConfig = Readonly<Record<string, WebAcl | WebAclRules>>

/** The web ACLs of a gateway, made ready, with what is wrong with them and what of them is not honoured. */
export interface WebAcls extends References<WebAcl>, RuleReport {}

/** Compiles `webAcls` of a config; each is compiled once, so that all its stages count together. */
export function compileWebAcls(
  config: WebAclsConfig | undefined,
  options: { readonly canLocate: boolean; readonly accountId: string; readonly pointer?: string },
): WebAcls {
  const { canLocate, accountId, pointer = '/webAcls' } = options
  const report: RuleReport = { faults: [], findings: [] }
  const entries = Object.entries(config ?? {}).map(([key, value]) => {
    if (isWebAcl(value)) return [key, undefined, value] as const
    const place = `${pointer}/${pointerPart(key)}`
    const compiled = compileWebAcl(value, { pointer: place, canLocate, accountId, name: key })
    report.faults.push(...compiled.faults)
    report.findings.push(...compiled.findings)
    return [key, ownArn(value), compiled.webAcl] as const
  })
  return { ...createReferences(entries), ...report }
}

function isWebAcl(value: WebAcl | WebAclRules | null): value is WebAcl {
  return typeof value === 'object' && value !== null && 'inspect' in value && typeof value.inspect === 'function'
}

function ownArn(rules: WebAclRules | null): string | undefined {
  return typeof rules?.ARN === 'string' ? rules.ARN : undefined
}

/** The fault of a stage whose `webAclArn` names no web ACL of the config: served all the same, it would be open. */
export function unknownWebAcl(webAcls: References<WebAcl>, webAclArn: string, pointer: string): ConfigFault {
  const suggestion = suggestName(webAclArn, webAcls.names)
  return {
    pointer,
    message: 'There is no such web ACL in `webAcls`.',
    found: webAclArn,
    allowed: webAcls.names,
    ...(suggestion !== undefined && { suggestion }),
  }
}
