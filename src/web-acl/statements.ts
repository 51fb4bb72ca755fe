import { suggestName } from '../config/suggest-name.js'
import { compileAsnMatch, compileGeoMatch, compileIpSet } from './address-statements.js'
import type { Predicate } from './inspection.js'
import { compileRate } from './rate-statement.js'
import { checkKeys, fault, notHonoured, readChoice, readList, readObject, readText, readVariant } from './reading.js'
import type { AclScope } from './scope.js'
import { compileByteMatch, compileRegexMatch, compileRegexSet, compileSizeConstraint } from './text-statements.js'

type Settings = Readonly<Record<string, unknown>>
type StatementCompiler = (scope: AclScope, settings: Settings, pointer: string, depth: number) => Predicate | undefined

/** Statements of WAF that are not honoured, with the rule of their finding. */
const NOT_HONOURED: ReadonlyMap<string, string> = new Map([
  ['ManagedRuleGroupStatement', 'managed-rule-group-not-built'],
  ['RuleGroupReferenceStatement', 'rule-group-not-built'],
  ['SqliMatchStatement', 'sqli-match-not-built'],
  ['XssMatchStatement', 'xss-match-not-built'],
])

const STATEMENTS: ReadonlyMap<string, StatementCompiler> = new Map<string, StatementCompiler>([
  ['IPSetReferenceStatement', compileIpSet],
  ['RateBasedStatement', compileTopRate],
  ['GeoMatchStatement', compileGeoMatch],
  ['AsnMatchStatement', compileAsnMatch],
  ['SizeConstraintStatement', compileSizeConstraint],
  ['ByteMatchStatement', compileByteMatch],
  ['RegexMatchStatement', compileRegexMatch],
  ['RegexPatternSetReferenceStatement', compileRegexSet],
  ['LabelMatchStatement', compileLabelMatch],
  ['AndStatement', compileAnd],
  ['OrStatement', compileOr],
  ['NotStatement', compileNot],
])

// Rules of WAF are nested a few levels deep; a cyclic object is nested for ever.
const DEPTH_LIMIT = 32

/**
 * Compiles the statement of a rule; `undefined` when it, or a part of it, is wrong or not honoured, which is in the report
 * then.
 */
export function compileStatement(scope: AclScope, value: unknown, pointer: string, depth = 0): Predicate | undefined {
  if (depth > DEPTH_LIMIT) return fault(scope, pointer, 'Statements are nested too deep.')
  const statement = readVariant(scope, value, pointer)
  if (statement === undefined) return undefined
  const rule = NOT_HONOURED.get(statement.name)
  if (rule !== undefined)
    return notHonoured(scope, statement.pointer, rule, `${statement.name} is not built: its rule would do nothing.`)
  const compile = STATEMENTS.get(statement.name)
  if (compile === undefined) {
    const allowed = [...STATEMENTS.keys()]
    const suggestion = suggestName(statement.name, allowed)
    const more = { allowed, ...(suggestion !== undefined && { suggestion }) }
    return fault(scope, statement.pointer, 'There is no such statement.', more)
  }
  const settings = readObject(scope, statement.value, statement.pointer)
  return settings === undefined ? undefined : compile(scope, settings, statement.pointer, depth)
}

function compileTopRate(scope: AclScope, settings: Settings, pointer: string, depth: number): Predicate | undefined {
  if (depth > 0) return fault(scope, pointer, 'A RateBasedStatement cannot stand inside of another statement.')
  return compileRate(scope, settings, pointer, (value, place) => compileStatement(scope, value, place, depth + 1))
}

function compileAnd(scope: AclScope, settings: Settings, pointer: string, depth: number): Predicate | undefined {
  const parts = compileParts(scope, settings, pointer, depth)
  return parts && ((inspection) => parts.every((part) => part(inspection)))
}

function compileOr(scope: AclScope, settings: Settings, pointer: string, depth: number): Predicate | undefined {
  const parts = compileParts(scope, settings, pointer, depth)
  return parts && ((inspection) => parts.some((part) => part(inspection)))
}

function compileParts(
  scope: AclScope,
  settings: Settings,
  pointer: string,
  depth: number,
): readonly Predicate[] | undefined {
  checkKeys(scope, settings, pointer, ['Statements'])
  const list = readList(scope, settings['Statements'], `${pointer}/Statements`)
  if (list === undefined) return undefined
  if (list.length < 2) return fault(scope, `${pointer}/Statements`, 'Two statements are needed at least.')
  const parts = list.map((one, i) => compileStatement(scope, one, `${pointer}/Statements/${i}`, depth + 1))
  return parts.includes(undefined) ? undefined : (parts as Predicate[])
}

function compileNot(scope: AclScope, settings: Settings, pointer: string, depth: number): Predicate | undefined {
  checkKeys(scope, settings, pointer, ['Statement'])
  const part = compileStatement(scope, settings['Statement'], `${pointer}/Statement`, depth + 1)
  return part && ((inspection) => !part(inspection))
}

/**
 * `LabelMatchStatement`: a label that a rule before has put on the request. A name fits with any number of the namespaces
 * before it; a namespace fits at any place of them.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match.html
 */
function compileLabelMatch(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, ['Scope', 'Key'])
  const kind = readChoice(scope, settings['Scope'], `${pointer}/Scope`, ['LABEL', 'NAMESPACE'])
  const key = readText(scope, settings['Key'], `${pointer}/Key`)
  if (kind === undefined || key === undefined) return undefined
  if (kind === 'NAMESPACE' && !key.endsWith(':')) return fault(scope, `${pointer}/Key`, 'A namespace ends in a colon.')
  const fits =
    kind === 'LABEL'
      ? (label: string) => label === key || label.endsWith(`:${key}`)
      : (label: string) => `:${label.slice(0, label.lastIndexOf(':') + 1)}`.includes(`:${key}`)
  return ({ labels }) => {
    for (const label of labels) if (fits(label)) return true
    return false
  }
}
