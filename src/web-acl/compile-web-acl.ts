import { compileAction, readResponseBodies, type ResponseBodyText, type RuleAction } from './actions.js'
import { createInspection, type Predicate } from './inspection.js'
import { checkKeys, fault, notHonoured, readChoice, readInteger, readList, readObject, readText } from './reading.js'
import type { RuleReport } from './reading.js'
import { readAddressSets, readPatternSets } from './reference-sets.js'
import type { AclScope } from './scope.js'
import { compileStatement } from './statements.js'
import type { WebAcl, WebAclVerdict } from './types.js'

type Settings = Readonly<Record<string, unknown>>

export interface CompileOptions {
  /** Where the rules stand in the config. */
  readonly pointer: string
  /** Whether the gateway has a `locate`. */
  readonly canLocate: boolean
  /** The name of the web ACL when its JSON has none; default `web-acl`. */
  readonly name?: string
  /** For the labels; default `123456789012`. */
  readonly accountId?: string
}

/** A web ACL made of rules, with what is wrong with them and what of them is not honoured. */
export interface CompiledWebAcl extends RuleReport {
  readonly webAcl: WebAcl
}

const ACL_KEYS = [
  'Name',
  'Id',
  'ARN',
  'Description',
  'DefaultAction',
  'Rules',
  'CustomResponseBodies',
  'AssociationConfig',
  'VisibilityConfig',
  'LabelNamespace',
  'Capacity',
  'CaptchaConfig',
  'ChallengeConfig',
  'DataProtectionConfig',
  'OnSourceDDoSProtectionConfig',
  'TokenDomains',
  'ManagedByFirewallManager',
  'RetrofittedByFirewallManager',
  'PreProcessFirewallManagerRuleGroups',
  'PostProcessFirewallManagerRuleGroups',
  'IPSets',
  'RegexPatternSets',
]

/**
 * Compiles rules in WAF's JSON. Never throws: faults and findings are in the report. A rule that is not honoured is left
 * out whole, since half of it could let in what all of it keeps out.
 */
export function compileWebAcl(rules: unknown, options: CompileOptions): CompiledWebAcl {
  const { pointer } = options
  const report: RuleReport = { faults: [], findings: [] }
  const acl = readObject(report, rules, pointer) ?? {}
  checkKeys(report, acl, pointer, ACL_KEYS)
  checkGroups(report, acl, pointer)
  checkMetrics(report, acl, pointer)
  const scope = createScope(report, acl, options)
  const bodies = readResponseBodies(report, acl['CustomResponseBodies'], `${pointer}/CustomResponseBodies`)
  const bodyLimit = readBodyLimit(report, acl['AssociationConfig'], `${pointer}/AssociationConfig`)
  const compiled = compileRules(scope, acl['Rules'], `${pointer}/Rules`, bodies)
  const action = compileAction(report, acl['DefaultAction'], `${pointer}/DefaultAction`, bodies, true)
  // With a fault nothing is deployed; should it be all the same, nobody is let in.
  const otherwise = verdictOf(action ?? { kind: 'BLOCK' }, 'Default_Action')
  return { ...report, webAcl: createRuleAcl(compiled, otherwise, bodyLimit) }
}

function createRuleAcl(rules: readonly CompiledRule[], otherwise: WebAclVerdict, bodyLimit: number): WebAcl {
  return {
    inspect: (request) => {
      const inspection = createInspection(request, bodyLimit)
      for (const { fits, labels, verdict } of rules) {
        if (!fits(inspection)) continue
        for (const label of labels) inspection.labels.add(label)
        if (verdict !== undefined) return verdict
      }
      return otherwise
    },
  }
}

function createScope(report: RuleReport, acl: Settings, options: CompileOptions): AclScope {
  const { pointer, canLocate, name = 'web-acl', accountId = '123456789012' } = options
  const ownName = typeof acl['Name'] === 'string' ? acl['Name'] : name
  const namespace = acl['LabelNamespace']
  return {
    ...report,
    canLocate,
    labelPrefix: typeof namespace === 'string' ? namespace : `awswaf:${accountId}:webacl:${ownName}:`,
    addressSets: readAddressSets(report, acl['IPSets'], `${pointer}/IPSets`),
    patternSets: readPatternSets(report, acl['RegexPatternSets'], `${pointer}/RegexPatternSets`),
  }
}

interface CompiledRule {
  readonly name: string
  readonly priority: number
  readonly fits: Predicate
  readonly labels: readonly string[]
  /** What ends the inspection; `undefined` of a rule that only counts. */
  readonly verdict: WebAclVerdict | undefined
}

function compileRules(
  scope: AclScope,
  value: unknown,
  pointer: string,
  bodies: ReadonlyMap<string, ResponseBodyText>,
): readonly CompiledRule[] {
  if (value === undefined) return []
  const list = readList(scope, value, pointer) ?? []
  const rules = list.map((one, i) => compileRule(scope, one, `${pointer}/${i}`, bodies))
  const seen = { Name: new Set<unknown>(), Priority: new Set<unknown>() }
  for (const [i, rule] of list.entries()) {
    for (const key of ['Name', 'Priority'] as const) {
      const one = (rule as Settings | null | undefined)?.[key]
      if (one !== undefined && seen[key].has(one))
        fault(scope, `${pointer}/${i}/${key}`, `Another rule has the same ${key}.`, { found: one })
      seen[key].add(one)
    }
  }
  return rules.filter((rule) => rule !== undefined).toSorted((a, b) => a.priority - b.priority)
}

const RULE_KEYS = [
  'Name',
  'Priority',
  'Statement',
  'Action',
  'OverrideAction',
  'RuleLabels',
  'VisibilityConfig',
  'CaptchaConfig',
  'ChallengeConfig',
]
const GROUPS = ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement']

function compileRule(
  scope: AclScope,
  value: unknown,
  pointer: string,
  bodies: ReadonlyMap<string, ResponseBodyText>,
): CompiledRule | undefined {
  const rule = readObject(scope, value, pointer)
  if (rule === undefined) return undefined
  checkKeys(scope, rule, pointer, RULE_KEYS)
  const name = readText(scope, rule['Name'], `${pointer}/Name`)
  const priority = readInteger(scope, rule['Priority'], `${pointer}/Priority`, [0, 2_147_483_647])
  const fits = compileStatement(scope, rule['Statement'], `${pointer}/Statement`)
  if (isGroup(rule['Statement'])) return undefined
  if (rule['OverrideAction'] !== undefined)
    fault(scope, `${pointer}/OverrideAction`, 'Only rules of rule groups have it: this one needs Action.')
  const action = compileAction(scope, rule['Action'], `${pointer}/Action`, bodies)
  const labels = readLabels(scope, rule['RuleLabels'], `${pointer}/RuleLabels`)
  if (name === undefined || priority === undefined || fits === undefined || action === undefined) return undefined
  return { name, priority, fits, labels, verdict: action.kind === 'COUNT' ? undefined : verdictOf(action, name) }
}

function isGroup(statement: unknown): boolean {
  return typeof statement === 'object' && statement !== null && GROUPS.some((name) => Object.hasOwn(statement, name))
}

function verdictOf({ kind, customResponse }: RuleAction, rule: string): WebAclVerdict {
  if (kind !== 'BLOCK') return { action: 'ALLOW', rule }
  return { action: 'BLOCK', rule, ...(customResponse !== undefined && { customResponse }) }
}

function readLabels(scope: AclScope, value: unknown, pointer: string): readonly string[] {
  if (value === undefined) return []
  return (readList(scope, value, pointer) ?? []).flatMap((one, i) => {
    const label = readObject(scope, one, `${pointer}/${i}`)
    const name = label && readText(scope, label['Name'], `${pointer}/${i}/Name`)
    return name === undefined ? [] : [`${scope.labelPrefix}${name}`]
  })
}

/** Bytes of a body that are looked at: 16 KB unless the web ACL says more (documented). */
function readBodyLimit(report: RuleReport, value: unknown, pointer: string): number {
  const requestBody = value === undefined ? undefined : readObject(report, value, pointer)?.['RequestBody']
  const forGateway = requestBody && readObject(report, requestBody, `${pointer}/RequestBody`)?.['API_GATEWAY']
  if (forGateway === undefined) return 16_384
  const place = `${pointer}/RequestBody/API_GATEWAY`
  const size = readObject(report, forGateway, place)?.['DefaultSizeInspectionLimit']
  const sizes = ['KB_16', 'KB_32', 'KB_48', 'KB_64'] as const
  const choice = readChoice(report, size, `${place}/DefaultSizeInspectionLimit`, sizes)
  return 16_384 * (sizes.indexOf(choice ?? 'KB_16') + 1)
}

function checkGroups(report: RuleReport, acl: Settings, pointer: string): void {
  for (const key of ['PreProcessFirewallManagerRuleGroups', 'PostProcessFirewallManagerRuleGroups']) {
    const groups = acl[key]
    if (Array.isArray(groups) && groups.length > 0)
      notHonoured(report, `${pointer}/${key}`, 'rule-group-not-built', 'Rule groups of Firewall Manager are not built.')
  }
}

// One warning for the web ACL: every rule of WAF has to have the setting.
function checkMetrics(report: RuleReport, acl: Settings, pointer: string): void {
  const config = acl['VisibilityConfig'] as Settings | null | undefined
  if (config?.['CloudWatchMetricsEnabled'] !== true && config?.['SampledRequestsEnabled'] !== true) return
  report.findings.push({
    level: 'warning',
    rule: 'web-acl/metrics-not-kept',
    pointer: `${pointer}/VisibilityConfig`,
    message: 'Neither metrics nor samples of requests are kept.',
  })
}
