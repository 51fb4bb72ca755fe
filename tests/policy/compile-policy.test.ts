import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePolicy, PolicyError } from '../../src/policy/index.js'
import type { PolicyPrincipal } from '../../src/policy/index.js'
import { ARN, ask, decide, statement } from './support.js'

const PREFIX = 'arn:aws:execute-api:us-east-1:123456789012:api1'

describe('statements', () => {
  it('that deny win over any that allow, and silence is neither', () => {
    const allow = { Sid: 'let', Effect: 'Allow', Action: '*', Resource: '*' }
    const deny = { Sid: 'stop', Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:x': 'true' } } }
    for (const Statement of [
      [allow, deny],
      [deny, allow],
    ]) {
      const policy = compilePolicy({ Version: '2012-10-17', Id: 'p', Statement })
      expect(policy.evaluate(ask({ 'aws:x': 'true' }))).toEqual({
        effect: 'Deny',
        statement: Statement.indexOf(deny),
        sid: 'stop',
      })
      expect(policy.evaluate(ask())).toEqual({ effect: 'Allow', statement: Statement.indexOf(allow), sid: 'let' })
    }
    expect(compilePolicy({ Statement: deny }).evaluate(ask())).toEqual({ effect: 'Silent' })
    expect(compilePolicy({ Statement: [] }).evaluate(ask())).toEqual({ effect: 'Silent' })
  })
  it('are read once', () => {
    const document = { Statement: [{ Effect: 'Deny', Action: ['*'], Resource: ['*'] }] }
    const policy = compilePolicy(document)
    document.Statement[0] = { Effect: 'Allow', Action: ['*'], Resource: ['*'] }
    expect(policy.evaluate(ask()).effect).toBe('Deny')
  })
  it('may come as JSON text', () => {
    expect(compilePolicy(JSON.stringify(statement({}))).evaluate(ask()).effect).toBe('Allow')
    expect(() => compilePolicy('{')).toThrow(PolicyError)
  })
})

describe('actions', () => {
  it.each<[object, boolean]>([
    [{ Action: 'execute-api:Invoke' }, true],
    [{ Action: 'EXECUTE-API:invoke' }, true],
    [{ Action: ['s3:GetObject', 'execute-api:*'] }, true],
    [{ Action: 'execute-api:I??oke' }, true],
    [{ Action: '*' }, true],
    [{ Action: 'execute-api:InvalidateCache' }, false],
    [{ Action: undefined, NotAction: 'execute-api:invoke' }, false],
    [{ Action: undefined, NotAction: ['s3:*', 'execute-api:InvalidateCache'] }, true],
  ])('%j', (more, applies) => {
    expect(decide(more)).toBe(applies ? 'Allow' : 'Silent')
  })
})

describe('resources', () => {
  it.each<[object, boolean]>([
    [{ Resource: ARN }, true],
    [{ Resource: 'arn:aws:execute-api:*:*:*' }, true],
    [{ Resource: 'arn:aws:execute-api:*:*:*/prod/*' }, true],
    [{ Resource: 'arn:*:pets' }, false],
    [{ Resource: '*/GET/pets' }, true],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:api?/prod/GET/p?ts' }, true],
    [{ Resource: ARN.toUpperCase().replace('ARN:AWS', 'arn:aws') }, false],
    [{ Resource: 'execute-api:/*' }, true],
    [{ Resource: 'execute-api:/prod/GET/*' }, true],
    [{ Resource: 'execute-api:/prod/POST/*' }, false],
    [{ Resource: ['execute-api:/test/*', 'execute-api:/prod/*/pets'] }, true],
    [{ Resource: undefined, NotResource: 'execute-api:/prod/GET/pets' }, false],
    [{ Resource: undefined, NotResource: 'execute-api:/prod/GET/pets/*' }, true],
    [{ Resource: 'arn:aws:execute-api:*:*:*/${aws:stage}/*' }, true],
    [{ Resource: 'arn:aws:execute-api:*:*:*/${aws:none}/*' }, false],
    [{ Resource: undefined, NotResource: 'arn:aws:execute-api:*:*:*/${aws:none}/*' }, false],
  ])('%j', (more, applies) => {
    for (const resourcePrefix of [PREFIX, `${PREFIX}/`]) {
      expect(decide(more, ask({ 'aws:stage': 'prod' }), { resourcePrefix })).toBe(applies ? 'Allow' : 'Silent')
    }
  })
  it('left out by a variable without a value are denied', () => {
    const more = { Effect: 'Deny', Resource: undefined, NotResource: 'arn:aws:execute-api:*:*:*/${aws:none}/*' }
    expect(decide(more)).toBe('Deny')
  })
  it('have variables only since 2012', () => {
    const more = { Resource: '*${aws:x}' }
    const evaluate = (version: string): string =>
      compilePolicy(statement(more, version)).evaluate(ask({ 'aws:x': 'pets' })).effect
    expect([evaluate('2012-10-17'), evaluate('2008-10-17'), evaluate('')]).toEqual(['Allow', 'Silent', 'Silent'])
  })
})

describe('principals', () => {
  const account = '111122223333'
  const user: PolicyPrincipal = { arn: `arn:aws:iam::${account}:user/team/ann`, account }
  const session: PolicyPrincipal = { arn: `arn:aws:sts::${account}:assumed-role/Deploy/ci` }
  const service: PolicyPrincipal = { service: 'events.amazonaws.com' }
  const federated: PolicyPrincipal = { federated: 'cognito-identity.amazonaws.com' }
  const everyone = [undefined, user, session, service, federated]

  it.each<[unknown, readonly (PolicyPrincipal | undefined)[]]>([
    ['*', everyone],
    [{ AWS: '*' }, everyone],
    [{ AWS: account }, [user, session]],
    [{ AWS: `arn:aws:iam::${account}:root` }, [user, session]],
    [{ AWS: ['999988887777', user.arn] }, [user]],
    [{ AWS: `arn:aws:iam::${account}:user/ann` }, []],
    [{ AWS: `arn:aws:iam::${account}:role/Deploy` }, [session]],
    [{ AWS: `arn:aws:iam::${account}:role/some/path/Deploy` }, [session]],
    [{ AWS: `arn:aws:iam::${account}:role/Deplo` }, []],
    [{ AWS: session.arn }, [session]],
    [{ AWS: `arn:aws:sts::${account}:assumed-role/Deploy/other` }, []],
    [{ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }, []],
    [{ Service: 'events.amazonaws.com' }, [service]],
    [{ Federated: 'cognito-identity.amazonaws.com' }, [federated]],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, []],
    [{ AWS: user.arn, Service: ['events.amazonaws.com'] }, [user, service]],
  ])('%j', (Principal, named) => {
    for (const principal of everyone) {
      const request = ask({}, { principal })
      expect(decide({ Principal }, request)).toBe(named.includes(principal) ? 'Allow' : 'Silent')
      const excluded = { Effect: 'Deny', NotPrincipal: Principal }
      expect(decide(excluded, request)).toBe(named.includes(principal) ? 'Silent' : 'Deny')
    }
  })
  it.each<{ readonly Principal: unknown }>(
    (
      [
        'user',
        {},
        [],
        null,
        { AWS: [] },
        { AWS: `arn:aws:iam::${account}:user/*` },
        { AWS: 'arn:aws:iam::*:root' },
        { AWS: '1234' },
        { AWS: '12345678901?' },
        { AWS: `arn:aws:iam::${account}:group/g` },
        { AWS: `arn:aws:s3::${account}:root` },
        { Service: '*' },
        { Service: 'events' },
        { Federated: '*' },
        { Users: '*' },
        { toString: '*' },
      ] as unknown[]
    ).map((Principal) => ({ Principal })),
  )('are refused in the form %j', ({ Principal }) => {
    expect(() => decide({ Principal })).toThrow(PolicyError)
  })
  it('are wanted in resource policies and not in those of identities', () => {
    expect(() => decide({}, ask(), { kind: 'resource' })).toThrow(/Principal/)
    expect(() => decide({ Principal: '*' }, ask(), { kind: 'identity' })).toThrow(/principal/)
    expect(() => decide({ NotPrincipal: '*' })).toThrow(/Deny/)
    expect(() => decide({ Effect: 'Deny', Principal: '*', NotPrincipal: '*' })).toThrow(PolicyError)
  })
})

describe('a document that cannot be read', () => {
  const body = { Effect: 'Allow', Action: '*', Resource: '*' }
  it.each<[unknown, string]>([
    [null, ''],
    [[], ''],
    [{}, ''],
    [{ Version: '2020-01-01', Statement: body }, '/Version'],
    [{ Id: 1, Statement: body }, '/Id'],
    [{ Statement: body, statement: body }, '/statement'],
    [{ Statement: 'all' }, '/Statement'],
    [{ Statement: [body, null] }, '/Statement/1'],
    [{ Statement: { ...body, Effect: 'allow' } }, '/Statement/Effect'],
    [{ Statement: { Action: '*', Resource: '*' } }, '/Statement/Effect'],
    [{ Statement: { ...body, Sid: 1 } }, '/Statement/Sid'],
    [{ Statement: { ...body, Conditions: {} } }, '/Statement/Conditions'],
    [{ Statement: { ...body, NotAction: '*' } }, '/Statement'],
    [{ Statement: { Effect: 'Allow', Resource: '*' } }, '/Statement'],
    [{ Statement: { Effect: 'Allow', Action: '*' } }, '/Statement'],
    [{ Statement: { ...body, Action: [] } }, '/Statement/Action'],
    [{ Statement: { ...body, Action: ['*', ''] } }, '/Statement/Action/1'],
    [{ Statement: { ...body, Action: 'Invoke' } }, '/Statement/Action'],
    [{ Statement: { ...body, Resource: 'execute-api:/*' } }, '/Statement/Resource'],
    [{ Statement: { Effect: 'Allow', Action: '*', NotResource: 'pets' } }, '/Statement/NotResource'],
    [{ Statement: { ...body, Resource: 5 } }, '/Statement/Resource'],
    [{ Statement: { ...body, Condition: [] } }, '/Statement/Condition'],
    [JSON.parse('{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","__proto__":{}}}'), '/Statement/__proto__'],
  ])('%j', (document, pointer) => {
    let thrown: unknown
    try {
      compilePolicy(document)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ name: 'PolicyError', code: 'ERR_POLICY', pointer })
  })
  it('is nothing but a PolicyError, whatever it is', () => {
    const element = fc.constantFrom(
      'Effect',
      'Action',
      'Resource',
      'Principal',
      'Condition',
      'Version',
      'Statement',
      'StringLike',
      'IpAddress',
      'AWS',
      '__proto__',
    )
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('Allow', 'Deny', '*', 'execute-api:Invoke', 'execute-api:/*', '2012-10-17', '${x}', '${', ''),
        fc.jsonValue(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(element, tie('node'), { maxKeys: 5 }),
      ),
    })).node
    fc.assert(
      fc.property(value, (document) => {
        try {
          compilePolicy({ Version: '2012-10-17', Statement: document }, { resourcePrefix: PREFIX }).evaluate(ask())
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
