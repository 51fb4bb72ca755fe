import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { compileWebAcl } from '../../src/web-acl/compile-web-acl.js'
import { createWebAcl, type StatementJson, type WebAcl, type WebAclRules } from '../../src/web-acl/index.js'
import { compileWebAcls, unknownWebAcl } from '../../src/web-acl/web-acls.js'
import { acl, contains, fits, inspect, problems, request, rule } from './inspect.js'

const path = (text: string) => contains(text, { UriPath: {} })
const label = (Key: string, Scope = 'LABEL'): StatementJson => ({ LabelMatchStatement: { Scope, Key } })
const [YES, NO] = [path('pets'), path('cats')]

function refusal(rules: unknown): ConfigError {
  try {
    createWebAcl(rules as WebAclRules)
  } catch (error) {
    return error as ConfigError
  }
  throw new Error('These rules were accepted.')
}

describe('a web ACL', () => {
  test('takes the first rule that fits by priority, not by place, else the default', () => {
    const rules: WebAclRules = {
      DefaultAction: { Block: {} },
      Rules: [
        rule(path('/prod'), { Name: 'later', Priority: 20 }),
        rule(path('/prod/pets'), { Name: 'first', Priority: 5, Action: { Allow: {} } }),
      ],
    }
    const webAcl = createWebAcl(rules)
    expect(inspect(webAcl)).toEqual({ action: 'ALLOW', rule: 'first' })
    expect(inspect(webAcl, { path: '/prod/cats' })).toEqual({ action: 'BLOCK', rule: 'later' })
    expect(inspect(webAcl, { path: '/test' })).toEqual({ action: 'BLOCK', rule: 'Default_Action' })
  })

  test('goes on behind a rule that counts', () => {
    const webAcl = createWebAcl(acl(rule(YES, { Action: { Count: {} } }), rule(YES)))
    expect(inspect(webAcl)).toMatchObject({ action: 'BLOCK', rule: 'rule-1' })
  })

  test('joins statements', () => {
    const and = (...Statements: StatementJson[]) => ({ AndStatement: { Statements } })
    const or = (...Statements: StatementJson[]) => ({ OrStatement: { Statements } })
    const not = (Statement: StatementJson) => ({ NotStatement: { Statement } })
    expect([fits(and(YES, YES)), fits(and(YES, NO))]).toEqual([true, false])
    expect([fits(or(NO, YES)), fits(or(NO, NO))]).toEqual([true, false])
    expect([fits(not(NO)), fits(not(YES)), fits(not(and(YES, or(NO, not(YES)))))]).toEqual([true, false, true])
  })

  test('shows labels of rules that fit to the rules behind them', () => {
    const labelled = (Key: string, scope?: string) => {
      const first = rule(YES, { Action: { Count: {} }, RuleLabels: [{ Name: 'team:area:pets' }] })
      const missed = rule(NO, { Action: { Count: {} }, RuleLabels: [{ Name: 'team:area:cats' }] })
      return inspect(createWebAcl(acl(first, missed, rule(label(Key, scope))))).action === 'BLOCK'
    }
    for (const key of ['pets', 'area:pets', 'awswaf:123456789012:webacl:api:team:area:pets'])
      expect([key, labelled(key)]).toEqual([key, true])
    for (const key of ['ets', 'cats', 'team', 'rea:pets']) expect([key, labelled(key)]).toEqual([key, false])
    for (const key of ['area:', 'team:area:', 'api:team:', 'awswaf:']) expect(labelled(key, 'NAMESPACE')).toBe(true)
    for (const key of ['rea:', 'pets:', 'cats:']) expect(labelled(key, 'NAMESPACE')).toBe(false)
  })

  test('answers with a response of its own', () => {
    const CustomResponse = {
      ResponseCode: 429,
      CustomResponseBodyKey: 'slow',
      ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
    }
    const CustomResponseBodies = { slow: { ContentType: 'APPLICATION_JSON', Content: '{"slow":true}' } } as const
    const rules = { ...acl(rule(YES, { Action: { Block: { CustomResponse } } })), CustomResponseBodies }
    expect(inspect(createWebAcl(rules))).toEqual({
      action: 'BLOCK',
      rule: 'rule-0',
      customResponse: {
        statusCode: 429,
        headers: [['Retry-After', '60']],
        body: '{"slow":true}',
        contentType: 'application/json',
      },
    })
  })

  test('is refused with every fault, where it stands', () => {
    const error = refusal({
      DefaultAction: { Deny: {} },
      Defaults: 1,
      Rules: [
        { Name: 'a', Priority: 0, Statement: { ByteMatchStatment: {} }, Action: { Block: {} } },
        { Name: 'a', Priority: 0, Statement: YES, Action: { Block: { CustomResponse: { ResponseCode: 99 } } } },
        { Name: 'b', Priority: -1, Statement: YES, Action: { Count: {}, Allow: {} }, RuleLabels: [{}] },
        { Name: 'c', Priority: 2, Statement: YES, OverrideAction: { None: {} } },
        null,
      ],
    })
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.faults.map(({ pointer }) => pointer)).toEqual([
      '/Defaults',
      '/Rules/0/Statement/ByteMatchStatment',
      '/Rules/1/Action/Block/CustomResponse/ResponseCode',
      '/Rules/2/Priority',
      '/Rules/2/Action',
      '/Rules/2/RuleLabels/0/Name',
      '/Rules/3/OverrideAction',
      '/Rules/3/Action',
      '/Rules/4',
      '/Rules/1/Name',
      '/Rules/1/Priority',
      '/DefaultAction/Deny',
    ])
    expect(error.message).toContain('did you mean "ByteMatchStatement"?')
  })

  test('refuses headers and bodies of a response that are none', () => {
    const block = (CustomResponse: object) =>
      refusal(acl(rule(YES, { Action: { Block: { CustomResponse: CustomResponse as never } } }))).faults[0]?.pointer
    const at = '/Rules/0/Action/Block/CustomResponse'
    expect(block({ ResponseCode: 403, CustomResponseBodyKey: 'none' })).toBe(`${at}/CustomResponseBodyKey`)
    expect(block({ ResponseCode: 403, ResponseHeaders: [{ Name: 'a b', Value: 'c' }] })).toBe(`${at}/ResponseHeaders/0`)
    expect(block({ ResponseCode: 403, ResponseHeaders: [{ Name: 'a', Value: 'c\r\nd: e' }] })).toBe(
      `${at}/ResponseHeaders/0`,
    )
  })

  test.each<readonly [what: string, id: string, rules: WebAclRules]>([
    ['managed rule groups', 'managed-rule-group', acl(rule({ ManagedRuleGroupStatement: { Name: 'a' } }))],
    ['rule groups', 'rule-group', acl({ ...rule({ RuleGroupReferenceStatement: {} }), OverrideAction: { None: {} } })],
    ['SQL injection', 'sqli-match', acl(rule({ SqliMatchStatement: {} }))],
    ['cross-site scripting', 'xss-match', acl(rule({ NotStatement: { Statement: { XssMatchStatement: {} } } }))],
    ['puzzles', 'captcha', acl(rule(YES, { Action: { Captcha: {} } }))],
    ['challenges', 'challenge', acl(rule(YES, { Action: { Challenge: {} } }))],
    ['inserted headers', 'insert-headers', acl(rule(YES, { Action: { Allow: { CustomRequestHandling: {} } } }))],
    ['groups of Firewall Manager', 'rule-group', { ...acl(), PostProcessFirewallManagerRuleGroups: [{}] }],
  ])('is refused for %s, unless they are accepted', (_, id, rules) => {
    const { faults, findings } = compileWebAcl(rules, { pointer: '/webAcls/a', canLocate: true })
    expect(faults).toEqual([])
    expect(findings).toMatchObject([{ level: 'error', rule: `web-acl/${id}-not-built` }])
    expect(findings[0]?.pointer).toMatch(/^\/webAcls\/a\/(?:Rules\/0\/|PostProcess)/)
    expect(refusal(rules).message).toContain(`(web-acl/${id}-not-built)`)
    // Accepted, such a rule does nothing at all: half of it could let in what all of it keeps out.
    expect(inspect(createWebAcl(rules, { onFinding: () => false })).action).toBe('ALLOW')
  })

  test('warns of metrics, once', () => {
    const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' }
    const rules = { ...acl(rule(YES, { VisibilityConfig })), VisibilityConfig }
    expect(compileWebAcl(rules, { pointer: '', canLocate: true }).findings).toMatchObject([
      { level: 'warning', rule: 'web-acl/metrics-not-kept' },
    ])
    expect(inspect(createWebAcl(rules)).action).toBe('BLOCK')
  })

  test('nests a few levels, and no cyclic object holds it', () => {
    const nested = (depth: number): StatementJson =>
      depth === 0 ? YES : { NotStatement: { Statement: nested(depth - 1) } }
    expect(fits(nested(20))).toBe(true)
    const cyclic: Record<string, unknown> = {}
    cyclic['NotStatement'] = { Statement: cyclic }
    expect(problems(cyclic)).toHaveLength(1)
  })

  test('says of any JSON what is wrong, and lets nobody in who was to be kept out', () => {
    const words = fc.constantFrom(
      'Rules',
      'Statement',
      'Name',
      'AndStatement',
      'Statements',
      'Action',
      'Block',
      '__proto__',
    )
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, 1, 'x', true, []),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(words, tie('node'), { maxKeys: 4 }),
      ),
    })).node
    fc.assert(
      fc.property(json, (value) => {
        const { faults, webAcl } = compileWebAcl(value, { pointer: '', canLocate: true })
        expect(faults.length).toBeGreaterThan(0)
        expect(inspect(webAcl).action).toBe('BLOCK')
      }),
    )
  })

  test('asks the same of every request, in whatever order they come', () => {
    const webAcl = createWebAcl(
      acl(rule(YES, { RuleLabels: [{ Name: 'l' }], Action: { Count: {} } }), rule(label('l'))),
    )
    expect([inspect(webAcl).action, inspect(webAcl, { path: '/' }).action, inspect(webAcl).action]).toEqual([
      'BLOCK',
      'ALLOW',
      'BLOCK',
    ])
  })
})

describe('the web ACLs of a config', () => {
  const ARN = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shield/1a2b'
  const own: WebAcl = { inspect: () => ({ action: 'BLOCK' }) }
  const options = { canLocate: false, accountId: '111122223333' }

  test('are found by their key, the ARN in their JSON, or the name in an ARN', () => {
    const webAcls = compileWebAcls({ shield: acl(rule(YES)), other: { ...acl(), ARN: `${ARN}9` }, own }, options)
    expect(webAcls.faults).toEqual([])
    expect(webAcls.find('shield')).toBe(webAcls.find(ARN))
    expect(webAcls.find(`${ARN}9`)).toBe(webAcls.find('other'))
    expect(webAcls.find('own')).toBe(own)
    expect(webAcls.find('none') ?? webAcls.find('__proto__') ?? webAcls.find('arn:aws:wafv2')).toBeUndefined()
  })

  test('report what is wrong under their key', () => {
    const { faults, findings } = compileWebAcls(
      { 'a/b': { DefaultAction: {} }, c: acl(rule({ GeoMatchStatement: { CountryCodes: ['DE'] } })), d: null as never },
      options,
    )
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/webAcls/a~1b/DefaultAction',
      '/webAcls/d',
      '/webAcls/d/DefaultAction',
    ])
    expect(findings).toMatchObject([
      { rule: 'web-acl/no-locate', pointer: '/webAcls/c/Rules/0/Statement/GeoMatchStatement' },
    ])
  })

  test('that a stage names and that are not there are a fault', () => {
    const webAcls = compileWebAcls({ shield: acl() }, options)
    expect(unknownWebAcl(webAcls, 'sheild', '/stages/prod/webAclArn')).toEqual({
      pointer: '/stages/prod/webAclArn',
      message: 'There is no such web ACL in `webAcls`.',
      found: 'sheild',
      allowed: ['shield'],
      suggestion: 'shield',
    })
  })

  test('label with the name that they have in the config, and the account', () => {
    const { Name: _, ...nameless } = acl(
      rule(YES, { Action: { Count: {} }, RuleLabels: [{ Name: 'x' }] }),
      rule(label('awswaf:111122223333:webacl:shield:x')),
    )
    const webAcl = compileWebAcls({ shield: nameless }, options).find('shield')
    expect(webAcl?.inspect(request())).toMatchObject({ action: 'BLOCK' })
  })
})
