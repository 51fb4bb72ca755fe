import {
  type Authorizer,
  type AuthorizerOutput,
  AuthorizerRefusal,
  type AuthorizerRequest,
} from '../../authorizer/types.js'
import { compilePolicy } from '../../policy/index.js'
import { createVirtualClock } from '../virtual-clock.js'
import { assertSame, type ContractTest } from './contract.js'

/** What a caller shows to the authorizer under test. */
export interface AuthorizerCaller {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** The event, where the authorizer reads that and not the sources. */
  readonly event?: object
}

/** An authorizer under test, a caller that it lets in and one that it does not. */
export interface AuthorizerSubject {
  readonly authorizer: Authorizer
  readonly welcome: AuthorizerCaller
  readonly unwelcome: AuthorizerCaller
}

/**
 * What every authorizer must do, as tests for any framework:
 * `for (const test of authorizerContract(() => subject)) it(test.name, test.run)`.
 */
export function authorizerContract(create: () => AuthorizerSubject): ContractTest[] {
  return TESTS.map(({ name, check }) => ({ name, run: () => Promise.resolve(create()).then(check) }))
}

const METHOD_ARN = 'arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/pets'

const TESTS: ReadonlyArray<{ readonly name: string; readonly check: (subject: AuthorizerSubject) => Promise<void> }> = [
  {
    name: 'lets a welcome caller in, by a policy that can be read',
    check: async ({ authorizer, welcome }) => {
      assertSame(await decide(authorizer, welcome), 'Allow', 'the decision')
    },
  },
  {
    name: 'lets no unwelcome caller in',
    check: async ({ authorizer, unwelcome }) => {
      if ((await decide(authorizer, unwelcome)) === 'Allow') throw new Error('The caller was let in')
    },
  },
  {
    name: 'lets nobody in who shows nothing',
    check: async ({ authorizer }) => {
      if ((await decide(authorizer, {})) === 'Allow') throw new Error('A caller without an identity was let in')
    },
  },
  {
    name: 'decides the same again, and callers side by side each for itself',
    check: async ({ authorizer, welcome, unwelcome }) => {
      const callers = [welcome, unwelcome, welcome, unwelcome]
      const decisions = await Promise.all(callers.map((caller) => decide(authorizer, caller)))
      assertSame(
        decisions.map((decision) => decision === 'Allow'),
        [true, false, true, false],
        'the decisions',
      )
    },
  },
  {
    name: 'answers an output of the service’s form: a principal, a policy, a context',
    check: async ({ authorizer, welcome }) => {
      const output = await authorizer.authorize(requestOf(welcome))
      if (typeof output.principalId !== 'string') throw new Error('principalId is no text')
      const { context = {} } = output
      if (typeof context !== 'object' || Array.isArray(context)) throw new Error('context is no map')
      structuredClone(context)
    },
  },
]

async function decide(authorizer: Authorizer, caller: AuthorizerCaller): Promise<string> {
  let output: AuthorizerOutput
  try {
    output = await authorizer.authorize(requestOf(caller))
  } catch (error) {
    return error instanceof AuthorizerRefusal ? 'refused' : 'failed'
  }
  const request = {
    action: 'execute-api:Invoke',
    resource: METHOD_ARN,
    principal: undefined,
    condition: () => undefined,
  }
  return compilePolicy(output.policyDocument).evaluate(request).effect
}

function requestOf({ headers = {}, query = {}, event = {} }: AuthorizerCaller): AuthorizerRequest {
  const clock = createVirtualClock()
  const find = (name: string): string | undefined =>
    Object.entries(headers).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1]
  const list = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value])
  return {
    methodArn: METHOD_ARN,
    event: { type: 'REQUEST', methodArn: METHOD_ARN, headers, queryStringParameters: query, ...event },
    now: clock.now(),
    sources: {
      header: find,
      headerInAnyCase: find,
      headerAll: (name) => list(find(name)),
      query: (name) => query[name],
      queryAll: (name) => list(query[name]),
      path: () => undefined,
      stageVariable: () => undefined,
      contextValue: () => undefined,
      bodyText: () => '{}',
      bodyJson: () => ({}),
    },
    call: {
      requestId: '00000000-0000-4000-8000-000000000000',
      traceId: 'Root=1-00000000-000000000000000000000000',
      apiId: 'api',
      stage: 'prod',
      region: 'us-east-1',
      accountId: '123456789012',
      clock,
      deadline: clock.now() + 10_000,
      signal: new AbortController().signal,
    },
  }
}
