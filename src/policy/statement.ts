import { createConditionCompiler } from './condition.js'
import type { Condition, ConditionCompiler } from './condition.js'
import { own, readObject, readTexts } from './elements.js'
import type { ListedText, PolicyObject } from './elements.js'
import { compileGlob } from './glob.js'
import { createMatcher, parsePattern } from './pattern.js'
import type { ValueMatcher } from './pattern.js'
import { pointTo, PolicyError } from './policy-error.js'
import { compilePrincipal } from './principal.js'
import type { PrincipalMatcher } from './principal.js'
import type { PolicyEffect, PolicyOptions, PolicyRequest } from './types.js'

/** One compiled statement. */
export interface CompiledStatement {
  readonly effect: PolicyEffect
  readonly sid: string | undefined
  /** `action` is the request's action in lower case. */
  readonly applies: (request: PolicyRequest, action: string) => boolean
}

/** What all statements of a document share. */
export interface StatementContext {
  /** Whether `${…}` means something: only in documents of version 2012-10-17. */
  readonly variables: boolean
  readonly conditions: ConditionCompiler
  readonly options: PolicyOptions
}

const ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])
const ACTION = /^(?:\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?_-]+)$/
const SHORT_FORM = 'execute-api:/'

/** `version` is the document's; without one the language is that of 2008. */
export function createStatementContext(version: unknown, options: PolicyOptions): StatementContext {
  const variables = version === '2012-10-17'
  return { variables, conditions: createConditionCompiler(variables), options }
}

/** @throws PolicyError */
export function compileStatement(value: unknown, pointer: string, context: StatementContext): CompiledStatement {
  const statement = readObject(value, pointer, ELEMENTS)
  const effect = own(statement, 'Effect')
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyError(pointTo(pointer, 'Effect'), effect, '"Allow" or "Deny"')
  const sid = own(statement, 'Sid')
  if (sid !== undefined && typeof sid !== 'string') throw new PolicyError(pointTo(pointer, 'Sid'), sid, 'a text')
  const action = compileAction(statement, pointer)
  const resource = compileResource(statement, pointer, effect, context)
  const principal = compileWho(statement, pointer, effect, context.options)
  const condition = compileCondition(statement, pointer, effect, context)
  return {
    effect,
    sid,
    applies: (request, name) =>
      action(name) &&
      resource(request) &&
      principal(request.principal) &&
      (condition === undefined || condition(request)),
  }
}

/** The one of two elements that is there, such as `Action` or `NotAction`. */
function readEither(
  statement: PolicyObject,
  name: string,
  pointer: string,
): { element: unknown; not: boolean; at: string } {
  const negated = `Not${name}`
  const element = own(statement, name)
  const excluded = own(statement, negated)
  if ((element === undefined) === (excluded === undefined)) {
    const found = element === undefined ? undefined : [name, negated]
    throw new PolicyError(pointer, found, `exactly one of ${name} and ${negated}`)
  }
  const not = element === undefined
  return { element: not ? excluded : element, not, at: pointTo(pointer, not ? negated : name) }
}

function compileAction(statement: PolicyObject, pointer: string): (action: string) => boolean {
  const { element, not, at } = readEither(statement, 'Action', pointer)
  const globs = readTexts(element, at).map(({ text, pointer: where }) => {
    if (!ACTION.test(text)) throw new PolicyError(where, text, '"*" or service:Action, with * and ?')
    const tokens = parsePattern(text.toLowerCase(), { wildcards: true, variables: false }, where)
    return createMatcher(tokens, compileGlob) as (action: string) => boolean
  })
  return (action) => globs.some((glob) => glob(action)) !== not
}

function compileResource(
  statement: PolicyObject,
  pointer: string,
  effect: PolicyEffect,
  context: StatementContext,
): (request: PolicyRequest) => boolean {
  const { element, not, at } = readEither(statement, 'Resource', pointer)
  const matchers: ValueMatcher[] = readTexts(element, at).map((item) => {
    const text = expandResource(item, context.options.resourcePrefix)
    return createMatcher(
      parsePattern(text, { wildcards: true, variables: context.variables }, item.pointer),
      compileGlob,
    )
  })
  // NotResource with a variable that has no value: nobody knows what it leaves out, so it allows nothing.
  const unknown = not && effect === 'Deny'
  return (request) => {
    let comparable = true
    for (const matcher of matchers) {
      const matched = matcher(request.resource, request)
      if (matched === true) return !not
      if (matched === undefined) comparable = false
    }
    return not && (comparable || unknown)
  }
}

/** Expands the short form of resource policies; a text that could match nothing is refused, since Not… would invert it. */
function expandResource({ text, pointer }: ListedText, prefix: string | undefined): string {
  if (text.startsWith(SHORT_FORM)) {
    if (prefix === undefined) throw new PolicyError(pointer, text, 'a full ARN (the short form needs an API)')
    return `${prefix.endsWith('/') ? prefix.slice(0, -1) : prefix}${text.slice(SHORT_FORM.length - 1)}`
  }
  if (text.startsWith('arn:') || text.startsWith('*')) return text
  throw new PolicyError(pointer, text, '"*", an ARN, or execute-api:/stage/METHOD/path')
}

function compileWho(
  statement: PolicyObject,
  pointer: string,
  effect: PolicyEffect,
  options: PolicyOptions,
): PrincipalMatcher {
  const principal = own(statement, 'Principal')
  const excluded = own(statement, 'NotPrincipal')
  const there = principal !== undefined || excluded !== undefined
  if (options.kind === 'identity' && there) {
    throw new PolicyError(pointer, ['Principal'], 'no principal in a policy of an identity')
  }
  if (!there && options.kind !== 'resource') return () => true
  const { element, not, at } = readEither(statement, 'Principal', pointer)
  if (!not) return compilePrincipal(element, at)
  // IAM: "NotPrincipal" goes with "Effect": "Deny" only; with Allow it would let in everyone unnamed, anonymous callers too.
  if (effect === 'Allow') throw new PolicyError(at, 'NotPrincipal', 'NotPrincipal in Deny statements only')
  const matcher = compilePrincipal(element, at)
  return (who) => !matcher(who)
}

function compileCondition(
  statement: PolicyObject,
  pointer: string,
  effect: PolicyEffect,
  context: StatementContext,
): Condition | undefined {
  const element = own(statement, 'Condition')
  return element === undefined ? undefined : context.conditions.compile(element, pointTo(pointer, 'Condition'), effect)
}
