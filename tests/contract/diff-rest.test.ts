import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { diffContracts } from '../../src/contract/index.js'
import { importApi } from '../../src/openapi/index.js'
import { type Doc, integrationOf, REST_DEFINITION } from './rest-definition.js'
import { REST_EDITS } from './rest-edits.js'

const modelOf = (doc: Doc) => importApi(doc, { apiId: 'pets' }).api
const before = modelOf(REST_DEFINITION)

function edited(edit: (doc: Doc) => unknown): Doc {
  const doc = structuredClone(REST_DEFINITION)
  edit(doc)
  return doc
}

describe('a single edit of a definition', () => {
  test('there are a hundred of them at least', () => {
    expect(REST_EDITS.length).toBeGreaterThanOrEqual(100)
    expect(new Set(REST_EDITS.map(([name]) => name)).size).toBe(REST_EDITS.length)
  })

  test.each(REST_EDITS)('that %s', (_, edit, expected) => {
    const changes = diffContracts(before, modelOf(edited(edit)))
    const seen = changes.map(({ effect, rule, security }) => [effect, rule, security].filter(Boolean).join(' '))
    expect(seen.toSorted()).toEqual(expected.toSorted())
    for (const { message, pointer } of changes)
      expect([message, typeof pointer]).toEqual([expect.stringMatching(/\.$/), 'string'])
  })
})

describe('a comparison', () => {
  it('of a definition with itself finds nothing', () => {
    expect(diffContracts(before, modelOf(structuredClone(REST_DEFINITION)))).toEqual([])
  })

  it('says where in which definition, before and after', () => {
    const [change] = diffContracts(
      before,
      modelOf(edited((doc) => (integrationOf(doc, '/pets', 'post').timeoutInMillis = 5000))),
    )
    expect(change).toEqual({
      effect: 'breaking',
      rule: 'integration/timeout-lowered',
      route: 'POST /pets',
      message: 'The back end has 5000 ms to answer, it had 10000.',
      before: 10_000,
      after: 5000,
      pointer: '/paths/~1pets/post/x-amazon-apigateway-integration',
    })
  })

  it('renders templates on the samples that it is given', () => {
    const template =
      '{"name": #if($input.path("$.vip") == true)"VIP"#else$input.json("$.name")#end, "table": "$stageVariables.table"}'
    const after = modelOf(
      edited((doc) => (integrationOf(doc, '/pets', 'post').requestTemplates['application/json'] = template)),
    )
    expect(diffContracts(before, after)).toEqual([])
    const samples = { 'POST /pets': [{ body: { name: 'Rex', vip: true } }] }
    expect(diffContracts(before, after, { samples })).toMatchObject([
      { rule: 'template/output-changed', route: 'POST /pets', after: { text: '{"name": "VIP", "table": ""}' } },
    ])
  })

  it('renders templates with the variables of the stages, and compares the stages', () => {
    const stages = { before: { variables: { state: 'up' } }, after: { variables: { state: 'down' } } }
    const changes = diffContracts(before, before, { stages })
    expect(changes.map(({ effect, rule, route }) => [effect, rule, route])).toEqual([
      ['breaking', 'template/output-changed', 'GET /status'],
      ['safe', 'stage/variable-changed', undefined],
    ])
  })

  it.each([
    ['lowers a throttle', { '*/*': { throttlingRateLimit: 5 } }, ['breaking throttle/lowered']],
    ['raises a throttle', { '*/*': { throttlingRateLimit: 50 } }, ['safe throttle/raised']],
    ['lifts a throttle', {}, ['safe throttle/raised']],
    [
      'throttles one method',
      { '*/*': { throttlingRateLimit: 10 }, '/pets/GET': { throttlingBurstLimit: 1 } },
      ['breaking throttle/lowered GET /pets'],
    ],
    ['keeps answers', { '*/*': { throttlingRateLimit: 10, cachingEnabled: true } }, ['safe cache/enabled']],
    [
      'refuses who asks past the cache',
      { '*/*': { throttlingRateLimit: 10, unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' as const } },
      ['breaking cache/invalidation-refused'],
    ],
  ])('of stages: one that %s', (_, methodSettings, expected) => {
    const stages = { before: { methodSettings: { '*/*': { throttlingRateLimit: 10 } } }, after: { methodSettings } }
    const changes = diffContracts(before, before, { stages })
    expect(changes.map(({ effect, rule, route }) => [effect, rule, route].filter(Boolean).join(' '))).toEqual(expected)
  })

  it('of web ACLs tells who gets in', () => {
    const acl = { webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/one/1' }
    const rules = (one: object, other: object) =>
      diffContracts(before, before, { stages: { before: one, after: other } }).map(({ rule, security }) => [
        rule,
        security,
      ])
    expect(rules({}, acl)).toEqual([['web-acl/added', 'stronger']])
    expect(rules(acl, {})).toEqual([['web-acl/removed', 'weaker']])
  })

  it('of two protocols says no more than that', () => {
    const after = { ...before, protocolType: 'HTTP', routes: new Map(), authorizers: new Map() } as never
    expect(diffContracts(before, after).map(({ rule }) => rule)).toEqual(['api/protocol-changed'])
  })
})

describe('two edits of any kind', () => {
  const pairs = fc.tuple(fc.nat(REST_EDITS.length - 1), fc.nat(REST_EDITS.length - 1))

  it('are compared without a fault, and a comparison with itself finds nothing', () => {
    fc.assert(
      fc.property(pairs, ([one, two]) => {
        const doc = structuredClone(REST_DEFINITION)
        for (const at of [one, two]) {
          try {
            REST_EDITS[at]?.[1](doc)
          } catch {
            // The first edit took away what the second one is about.
          }
        }
        let after
        try {
          after = modelOf(doc)
        } catch {
          return
        }
        diffContracts(before, after)
        expect(diffContracts(after, after)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
