import { describe, expect, it } from 'vitest'
import { combine } from '../../src/policy/index.js'
import type { AuthorizationEffect, AuthorizationKind, AuthorizationOutcome } from '../../src/policy/index.js'

const EFFECTS: readonly AuthorizationEffect[] = ['Allow', 'Silent', 'Deny']
type Row = readonly [
  authorizer: AuthorizationEffect,
  policy: AuthorizationEffect,
  a: AuthorizationOutcome,
  b: AuthorizationOutcome,
]
// Tables A and B of the developer guide.
const TABLES: readonly Row[] = [
  ['Allow', 'Allow', 'allow', 'allow'],
  ['Allow', 'Silent', 'allow', 'implicit-deny'],
  ['Allow', 'Deny', 'explicit-deny', 'explicit-deny'],
  ['Silent', 'Allow', 'allow', 'implicit-deny'],
  ['Silent', 'Silent', 'implicit-deny', 'implicit-deny'],
  ['Silent', 'Deny', 'explicit-deny', 'explicit-deny'],
  ['Deny', 'Allow', 'explicit-deny', 'explicit-deny'],
  ['Deny', 'Silent', 'explicit-deny', 'explicit-deny'],
  ['Deny', 'Deny', 'explicit-deny', 'explicit-deny'],
]

describe.each(TABLES)('an authorizer that says %s and a policy that says %s', (authorizer, policy, a, b) => {
  it('follow table A in the same account and behind a Lambda authorizer', () => {
    expect(combine('iam', true, authorizer, policy)).toBe(a)
    expect(combine('lambda', true, authorizer, policy)).toBe(a)
    expect(combine('lambda', false, authorizer, policy)).toBe(a)
  })
  it('follow table B for another account and for user pools', () => {
    expect(combine('iam', false, authorizer, policy)).toBe(b)
    expect(combine('cognito', true, authorizer, policy)).toBe(b)
    expect(combine('cognito', false, authorizer, policy)).toBe(b)
  })
})

describe('a method without authorization', () => {
  it('needs the policy to allow, whatever else is said', () => {
    for (const effect of EFFECTS) {
      expect(combine('none', true, effect, 'Allow')).toBe('allow')
      expect(combine('none', true, effect, 'Silent')).toBe('implicit-deny')
      expect(combine('none', true, effect, 'Deny')).toBe('explicit-deny')
    }
  })
})

describe('an API without a resource policy', () => {
  it.each<[AuthorizationKind, boolean, AuthorizationEffect, AuthorizationOutcome]>([
    ['none', true, 'Silent', 'allow'],
    ['lambda', true, 'Allow', 'allow'],
    ['lambda', true, 'Silent', 'implicit-deny'],
    ['lambda', true, 'Deny', 'explicit-deny'],
    ['cognito', true, 'Allow', 'allow'],
    ['cognito', true, 'Silent', 'implicit-deny'],
    ['iam', true, 'Allow', 'allow'],
    ['iam', true, 'Silent', 'implicit-deny'],
    ['iam', false, 'Allow', 'implicit-deny'],
    ['iam', false, 'Deny', 'explicit-deny'],
  ])('leaves it to the authorizer: %s, same account %s, %s', (kind, same, effect, outcome) => {
    expect(combine(kind, same, effect, undefined)).toBe(outcome)
  })
})
