import type { Credential } from '../sigv4/types.js'
import type { AuthorizerOutput } from './types.js'

/** Whom a test names instead of proving it: for each kind of authorization what would be known after the proof. */
export interface TestIdentityParts {
  /** What traces show. */
  readonly name: string
  /** For `AWS_IAM`: the holder of the access key, with the policies that are asked as ever. */
  readonly signer?: Omit<Credential, 'secretAccessKey'> & { readonly accessKeyId: string }
  /** For user pools: the claims of the token; scopes, audience, use and expiry are looked at as ever. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** For Lambda authorizers: what the function would have answered; its policy is asked as ever. */
  readonly output?: AuthorizerOutput
}

// Neither can come over a network: no header, no JSON makes a property whose name is a symbol.
const TEST_IDENTITY: unique symbol = Symbol.for('postern.testIdentity')
const TEST_CLOCK = Symbol.for('postern.testClock')

/** A request, or a part of one, that has a test identity. */
export interface WithTestIdentity {
  readonly [TEST_IDENTITY]?: TestIdentityParts
}

/** The part of a request that names a test identity. */
export function nameTestIdentity(parts: TestIdentityParts): WithTestIdentity {
  return { [TEST_IDENTITY]: parts }
}

/** The test identity of a request. */
export function testIdentityOf(request: object): TestIdentityParts | undefined {
  return (request as WithTestIdentity)[TEST_IDENTITY]
}

/** Marks the clock of a test. The mark is not copied with the clock's members: a copy may tell the time of the machine. */
export function markTestClock<T extends object>(clock: T): T {
  return Object.defineProperty(clock, TEST_CLOCK, { value: true })
}

/** Whether a clock was made for a test: only a gateway on such a clock takes test identities. */
export function isTestClock(clock: object): boolean {
  return Object.hasOwn(clock, TEST_CLOCK)
}
