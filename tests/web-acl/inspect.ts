import { RequestHeaders } from '../../src/http/request-headers.js'
import type { HeadersInput } from '../../src/http/request.js'
import { compileWebAcl } from '../../src/web-acl/compile-web-acl.js'
import { createWebAcl } from '../../src/web-acl/index.js'
import type {
  RuleJson,
  StatementJson,
  WebAcl,
  WebAclRequest,
  WebAclRules,
  WebAclVerdict,
} from '../../src/web-acl/index.js'

/** The parts of a request that a test cares about. */
export interface Parts extends Partial<Omit<WebAclRequest, 'headers'>> {
  readonly headers?: HeadersInput
}

export const request = ({ headers, ...parts }: Parts = {}): WebAclRequest => ({
  method: 'GET',
  path: '/prod/pets',
  rawQuery: '',
  body: undefined,
  sourceIp: '203.0.113.7',
  now: Date.UTC(2026, 0, 1),
  locate: undefined,
  headers: new RequestHeaders(headers, false),
  ...parts,
})

export const rule = (statement: StatementJson, more: Partial<RuleJson> = {}): RuleJson => ({
  Name: 'rule',
  Priority: 0,
  Statement: statement,
  Action: { Block: {} },
  ...more,
})

export const acl = (...rules: readonly RuleJson[]): WebAclRules => ({
  Name: 'api',
  DefaultAction: { Allow: {} },
  Rules: rules.map((one, i) => ({ ...one, Name: one.Name === 'rule' ? `rule-${i}` : one.Name, Priority: i })),
})

/** The action that web ACLs of these tests answer at once. */
export function inspect(webAcl: WebAcl, parts: Parts = {}): WebAclVerdict {
  const verdict = webAcl.inspect(request(parts))
  if (verdict instanceof Promise) throw new Error('These answer at once.')
  return verdict
}

/** Whether a statement fits a request. */
export function fits(statement: StatementJson, parts: Parts = {}, more: Partial<WebAclRules> = {}): boolean {
  return inspect(createWebAcl({ ...acl(rule(statement)), ...more }), parts).action === 'BLOCK'
}

/** The pointers of what is wrong with a statement, and of what of it is not honoured. */
export function problems(statement: StatementJson, more: Partial<WebAclRules> = {}): string[] {
  const { faults, findings } = compileWebAcl({ ...acl(rule(statement)), ...more }, { pointer: '', canLocate: false })
  return [
    ...faults.map(({ pointer }) => pointer.replace('/Rules/0/Statement/', '')),
    ...findings.map(({ rule: id, level }) => `${level} ${id}`),
  ]
}

export const PLAIN: StatementJson = { TextTransformations: [{ Priority: 0, Type: 'NONE' }] }

export const contains = (
  text: string,
  field: Readonly<Record<string, unknown>>,
  ...transformations: readonly string[]
): StatementJson => ({
  ByteMatchStatement: {
    SearchString: text,
    PositionalConstraint: 'CONTAINS',
    FieldToMatch: field,
    TextTransformations: (transformations.length === 0 ? ['NONE'] : transformations).map((Type, Priority) => ({
      Type,
      Priority,
    })),
  },
})
