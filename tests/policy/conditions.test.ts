import { describe, expect, it } from 'vitest'
import { PolicyError } from '../../src/policy/index.js'
import type { Context } from './support.js'
import { decide, holds } from './support.js'

const KEY = 'aws:Key'
const at = (value: string | readonly string[]): Context => ({ 'aws:key': value })
const both = (truth: boolean): { allow: boolean; deny: boolean } => ({ allow: truth, deny: truth })

// operator, value of the policy, values for which the comparison is true, values for which it is false
const POSITIVE: readonly [string, unknown, readonly string[], readonly string[]][] = [
  ['StringEquals', 'Ab*', ['Ab*'], ['ab*', 'Abc', '']],
  ['StringEquals', ['x', 'y'], ['x', 'y'], ['z']],
  ['StringEquals', true, ['true'], ['True', '1']],
  ['StringEquals', 7, ['7'], ['7.0']],
  ['StringEqualsIgnoreCase', 'aB', ['AB', 'ab'], ['abc']],
  ['StringLike', 'a*c?e', ['abcde', 'acXe', 'a/b:cde'], ['ace', 'Abcde', 'abcdef']],
  ['StringLike', '*', ['', 'anything'], []],
  ['NumericEquals', '10', ['10', '10.0', '1e1', '+10'], ['11', '-10']],
  ['NumericLessThan', 10, ['9.99', '-1'], ['10', '11']],
  ['NumericLessThanEquals', '10', ['10', '9'], ['10.1']],
  ['NumericGreaterThan', '10', ['10.5'], ['10', '9']],
  ['NumericGreaterThanEquals', '10', ['10', '11'], ['9.9']],
  [
    'DateEquals',
    '2020-04-01T00:00:00Z',
    ['2020-04-01T00:00:00Z', '1585699200', '2020-04-01', '2020-04-01T02:00:00+02:00', '2020-04-01T02:00:00+0200'],
    ['2020-04-02'],
  ],
  ['DateLessThan', '2020-04-01T00:00:00Z', ['2020-03-31T23:59:59.999Z', '1585699199'], ['2020-04-01T00:00:00Z']],
  ['DateLessThanEquals', '1585699200', ['2020-04-01T00:00:00Z'], ['2020-04-01T00:00:01Z']],
  ['DateGreaterThan', '2020', ['2020-01-01T00:00:01Z'], ['2020-01-01', '2019-12']],
  ['DateGreaterThanEquals', '2020-01', ['2020-01-01'], ['2019-12-31']],
  ['Bool', 'true', ['true', 'TRUE'], ['false', 'False']],
  ['Bool', false, ['false'], ['true']],
  ['BinaryEquals', 'QmluYXJ5', ['QmluYXJ5'], ['QmluYXJ6', '']],
  ['BinaryEquals', 'QQ==', ['QQ==', 'QQ'], ['QUE=']],
  [
    'IpAddress',
    '203.0.113.0/24',
    ['203.0.113.0', '203.0.113.255', '::ffff:203.0.113.9', '::FFFF:cb00:7101'],
    ['203.0.112.255', '203.0.114.0', '::1', '2001:db8::1'],
  ],
  ['IpAddress', '203.0.113.7', ['203.0.113.7'], ['203.0.113.8']],
  ['IpAddress', '203.0.113.77/24', ['203.0.113.1'], ['203.0.112.1']],
  ['IpAddress', '0.0.0.0/0', ['0.0.0.0', '255.255.255.255'], ['::', '2001:db8::1']],
  ['IpAddress', '128.0.0.0/1', ['128.0.0.0', '255.1.1.1'], ['127.255.255.255']],
  ['IpAddress', '10.0.0.1/32', ['10.0.0.1'], ['10.0.0.0', '10.0.0.2']],
  ['IpAddress', '::ffff:192.0.2.0/120', ['192.0.2.200'], ['192.0.3.1']],
  [
    'IpAddress',
    '2001:db8::/32',
    [
      '2001:db8::',
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:0DB8:0:0::1',
      'fe80::1%eth0'.replace('fe80', '2001:db8'),
    ],
    ['2001:db9::', '192.0.2.1'],
  ],
  [
    'IpAddress',
    '2001:db8:0:8000::/49',
    ['2001:db8:0:8000::', '2001:db8:0:ffff::1'],
    ['2001:db8:0:7fff::1', '2001:db8:1:8000::'],
  ],
  ['IpAddress', '::/0', ['::1', 'ffff::'], ['192.0.2.1']],
  ['IpAddress', '::1/128', ['::1', '0:0:0:0:0:0:0:1'], ['::2', '::']],
  [
    'ArnEquals',
    'arn:aws:sns:*:123456789012:topic-?',
    ['arn:aws:sns:us-east-1:123456789012:topic-1', 'arn:aws:sns::123456789012:topic-x'],
    ['arn:aws:sns:us-east-1:123456789012:topic-12', 'arn:aws:sqs:us-east-1:123456789012:topic-1'],
  ],
  [
    'ArnLike',
    'arn:aws:sns:us-east-1:*:t',
    ['arn:aws:sns:us-east-1:1:t'],
    ['arn:aws:sns:us-east-1:1:x:t', 'arn:aws:sns:eu:us-east-1:1:t'],
  ],
  [
    'ArnLike',
    'arn:aws:iam::*:role/*',
    ['arn:aws:iam::1:role/a/b:c'],
    ['arn:aws:iam::1:user/a', 'arn:aws:iam:x:1:role/a'],
  ],
  ['ArnLike', '*', ['arn:aws:sns:us-east-1:1:t'], []],
]
const NEGATED: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringLike: 'StringNotLike',
  NumericEquals: 'NumericNotEquals',
  DateEquals: 'DateNotEquals',
  IpAddress: 'NotIpAddress',
  ArnEquals: 'ArnNotEquals',
  ArnLike: 'ArnNotLike',
}

describe.each(POSITIVE)('%s %j', (operator, wanted, matching, others) => {
  it('holds for what it names and for nothing else', () => {
    for (const value of matching) expect(holds({ [operator]: { [KEY]: wanted } }, at(value)), value).toEqual(both(true))
    for (const value of others) expect(holds({ [operator]: { [KEY]: wanted } }, at(value)), value).toEqual(both(false))
  })
  it('is the other way round in its negated form', () => {
    const negated = NEGATED[operator]
    if (negated === undefined) return
    for (const value of matching) expect(holds({ [negated]: { [KEY]: wanted } }, at(value)), value).toEqual(both(false))
    for (const value of others) expect(holds({ [negated]: { [KEY]: wanted } }, at(value)), value).toEqual(both(true))
  })
  it('is false for an absent key, true with IfExists, and true when negated', () => {
    for (const absent of [{}, at([])]) {
      expect(holds({ [operator]: { [KEY]: wanted } }, absent)).toEqual(both(false))
      expect(holds({ [`${operator}IfExists`]: { [KEY]: wanted } }, absent)).toEqual(both(true))
      const negated = NEGATED[operator]
      if (negated !== undefined) expect(holds({ [negated]: { [KEY]: wanted } }, absent)).toEqual(both(true))
    }
  })
  it('compares a key that is there in the same way with IfExists', () => {
    for (const value of matching)
      expect(holds({ [`${operator}IfExists`]: { [KEY]: wanted } }, at(value))).toEqual(both(true))
    for (const value of others)
      expect(holds({ [`${operator}IfExists`]: { [KEY]: wanted } }, at(value))).toEqual(both(false))
  })
})

describe('set operators', () => {
  // values of the request; ForAllValues, ForAnyValue and their negated forms against [a, b]
  it.each<[readonly string[] | undefined, boolean, boolean, boolean, boolean]>([
    [undefined, true, false, true, false],
    [[], true, false, true, false],
    [['a'], true, true, false, false],
    [['a', 'b'], true, true, false, false],
    [['a', 'c'], false, true, false, true],
    [['c', 'd'], false, false, true, true],
  ])('on %j', (values, all, any, allNot, anyNot) => {
    const context = values === undefined ? {} : at(values)
    for (const suffix of ['', 'IfExists']) {
      expect(holds({ [`ForAllValues:StringEquals${suffix}`]: { [KEY]: ['a', 'b'] } }, context)).toEqual(both(all))
      expect(holds({ [`ForAnyValue:StringEquals${suffix}`]: { [KEY]: ['a', 'b'] } }, context)).toEqual(both(any))
      expect(holds({ [`ForAllValues:StringNotEquals${suffix}`]: { [KEY]: ['a', 'b'] } }, context)).toEqual(both(allNot))
      expect(holds({ [`ForAnyValue:StringNotEquals${suffix}`]: { [KEY]: ['a', 'b'] } }, context)).toEqual(both(anyNot))
    }
  })
  it('are not needed for one value, and several values without them must all fit to allow and any to deny', () => {
    expect(holds({ StringEquals: { [KEY]: 'a' } }, at(['a']))).toEqual(both(true))
    expect(holds({ StringEquals: { [KEY]: 'a' } }, at(['a', 'x']))).toEqual({ allow: false, deny: true })
    expect(holds({ StringNotEquals: { [KEY]: 'a' } }, at(['a', 'x']))).toEqual({ allow: false, deny: true })
  })
})

describe('Null', () => {
  it.each<[unknown, Context, boolean]>([
    ['true', {}, true],
    ['true', at([]), true],
    ['true', at(''), false],
    [false, at('x'), true],
    [false, {}, false],
    [['true', 'false'], {}, true],
  ])('%j on %j', (wanted, context, truth) => {
    expect(holds({ Null: { [KEY]: wanted } }, context)).toEqual(both(truth))
  })
})

describe('a value that cannot be compared', () => {
  it.each([
    ['NumericNotEquals', '1', 'one'],
    ['DateNotEquals', '2020-01-01', '2020-02-30'],
    ['NotIpAddress', '192.0.2.0/24', 'unknown'],
    ['NotIpAddress', '192.0.2.0/24', '192.0.2.01'],
    ['ArnNotLike', 'arn:aws:sns:*:*:*', 'text'],
  ])('is no difference that lets anyone in: %s', (operator, wanted, value) => {
    expect(holds({ [operator]: { [KEY]: wanted } }, at(value))).toEqual({ allow: false, deny: true })
  })
  it.each([
    ['NumericLessThan', '1', ''],
    ['DateLessThan', '2020-01-01', 'soon'],
    ['Bool', 'false', '0'],
    ['IpAddress', '0.0.0.0/0', '1.2.3'],
    ['BinaryEquals', 'QQ==', '%%'],
  ])('is no agreement: %s', (operator, wanted, value) => {
    expect(holds({ [operator]: { [KEY]: wanted } }, at(value))).toEqual(both(false))
  })
})

describe('a condition block', () => {
  const block = { StringEquals: { a: '1', b: '2' }, Bool: { c: true } }
  it('holds when all its operators and keys do', () => {
    expect(holds(block, { a: '1', b: '2', c: 'true' })).toEqual(both(true))
    for (const change of [{ a: 'x' }, { b: 'x' }, { c: 'false' }]) {
      expect(holds(block, { a: '1', b: '2', c: 'true', ...change })).toEqual(both(false))
    }
  })
  it('has keys without regard to case', () => {
    expect(holds({ StringEquals: { 'AWS:KEY': 'x' } }, at('x'))).toEqual(both(true))
  })
})

describe('policy variables', () => {
  const like = (pattern: string, context: Context, operator = 'StringLike'): boolean =>
    holds({ [operator]: { [KEY]: pattern } }, context).allow
  it('stand for the caller', () => {
    expect(like('home/${aws:username}/*', { ...at('home/ann/x'), 'aws:username': 'ann' })).toBe(true)
    expect(like('home/${AWS:UserName}/*', { ...at('home/bob/x'), 'aws:username': 'ann' })).toBe(false)
    expect(like('${aws:username}', { ...at('ANN'), 'aws:username': 'ann' }, 'StringEqualsIgnoreCase')).toBe(true)
    expect(
      like(
        'arn:aws:iam::1:user/${aws:username}',
        { ...at('arn:aws:iam::1:user/ann'), 'aws:username': 'ann' },
        'ArnLike',
      ),
    ).toBe(true)
  })
  it('have values that are no patterns', () => {
    expect(like('home/${aws:username}/*', { ...at('home/bob/x'), 'aws:username': '*' })).toBe(false)
    expect(like('home/${aws:username}/*', { ...at('home/*/x'), 'aws:username': '*' })).toBe(true)
    expect(
      like(
        'arn:aws:iam::1:user/${aws:username}',
        { ...at('arn:aws:iam::1:user/bob'), 'aws:username': '?*' },
        'ArnLike',
      ),
    ).toBe(false)
  })
  it('have defaults, and without one agree with nothing and differ from nothing', () => {
    expect(like("${aws:PrincipalTag/team, 'company-wide'}", at('company-wide'), 'StringEquals')).toBe(true)
    expect(like("${aws:PrincipalTag/team,'x'}", { ...at('red'), 'aws:principaltag/team': 'red' }, 'StringEquals')).toBe(
      true,
    )
    expect(holds({ StringEquals: { [KEY]: '${aws:username}' } }, at(''))).toEqual(both(false))
    expect(holds({ StringNotEquals: { [KEY]: '${aws:username}' } }, at('x'))).toEqual({ allow: false, deny: true })
    expect(like('${aws:tags}', { ...at('a'), 'aws:tags': ['a', 'b'] }, 'StringEquals')).toBe(false)
  })
  it('write signs that would be wildcards', () => {
    expect(like('a${*}b', at('a*b'))).toBe(true)
    expect(like('a${*}b', at('axb'))).toBe(false)
    expect(like('a${?}b${$}', at('a?b$'))).toBe(true)
    expect(like('${*}', at('*'), 'StringEquals')).toBe(true)
  })
  it.each(['${', '${aws:username', '${}', "${a, 'b}", '${a, b}', '${ }'])(
    'that are malformed are refused: %s',
    (text) => {
      expect(() => decide({ Condition: { StringEquals: { [KEY]: text } } })).toThrow(PolicyError)
    },
  )
})

describe('a condition that cannot be read', () => {
  it.each<[object, string]>([
    [{ StringSounds: { k: 'v' } }, '/Statement/Condition/StringSounds'],
    [{ stringequals: { k: 'v' } }, '/Statement/Condition/stringequals'],
    [{ NullIfExists: { k: 'true' } }, '/Statement/Condition/NullIfExists'],
    [{ 'ForAllValue:StringEquals': { k: 'v' } }, '/Statement/Condition/ForAllValue:StringEquals'],
    [{ constructor: { k: 'v' } }, '/Statement/Condition/constructor'],
    [{ StringEquals: 'x' }, '/Statement/Condition/StringEquals'],
    [{ StringEquals: { 'a/b~c': null } }, '/Statement/Condition/StringEquals/a~1b~0c'],
    [{ StringNotEquals: { k: [] } }, '/Statement/Condition/StringNotEquals/k'],
    [{ StringEquals: { k: ['a', {}] } }, '/Statement/Condition/StringEquals/k/1'],
    [{ NumericEquals: { k: '1,5' } }, '/Statement/Condition/NumericEquals/k'],
    [{ NumericEquals: { k: 'Infinity' } }, '/Statement/Condition/NumericEquals/k'],
    [{ NumericEquals: { k: '${aws:username}' } }, '/Statement/Condition/NumericEquals/k'],
    [{ DateEquals: { k: '2021-02-29' } }, '/Statement/Condition/DateEquals/k'],
    [{ DateEquals: { k: '2020-01-01T25:00:00Z' } }, '/Statement/Condition/DateEquals/k'],
    [{ Bool: { k: 'yes' } }, '/Statement/Condition/Bool/k'],
    [{ Null: { k: '' } }, '/Statement/Condition/Null/k'],
    [{ BinaryEquals: { k: 'Q' } }, '/Statement/Condition/BinaryEquals/k'],
    [{ ArnEquals: { k: 'arn:aws:sns' } }, '/Statement/Condition/ArnEquals/k'],
    ...[
      '203.0.113.0/33',
      '203.0.113/24',
      '1.2.3.256',
      '01.2.3.4',
      '::/129',
      ':::',
      '1:2:3',
      '1:2:3:4:5:6:7:8:9',
      '::1::',
      'g::',
      '1.2.3.4/',
      '1.2.3.4/-1',
      '',
    ].map((k): [object, string] => [{ IpAddress: { k } }, '/Statement/Condition/IpAddress/k']),
  ])('%j', (condition, pointer) => {
    let thrown: unknown
    try {
      decide({ Condition: condition })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(PolicyError)
    expect(thrown).toMatchObject({
      code: 'ERR_POLICY',
      pointer,
      allowed: expect.any(String),
      found: expect.any(String),
    })
  })
})
