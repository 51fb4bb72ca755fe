import type { IntegrationDefinition } from '../../api/model.js'
import { HeaderList } from '../../http/header-list.js'
import {
  IntegrationFault,
  type CallInfo,
  type EndpointResponse,
  type IntegrationFactory,
  type IntegrationRequest,
} from '../../integration/types.js'
import { createVirtualClock, type VirtualClock } from '../virtual-clock.js'
import { assertSame, type ContractTest } from './contract.js'

/** What the back end of an integration under test is to do next. */
export type BackendMood =
  /** Answer at once. */
  | 'answer'
  /** Never answer. */
  | 'hang'
  /** Fail: refuse the connection, throw. */
  | 'fail'

/** An integration under test, with its back end. */
export interface IntegrationSubject {
  readonly factory: IntegrationFactory
  readonly definition: IntegrationDefinition
  /** Parts of a request that the integration can answer; the rest is empty. */
  readonly request?: Partial<Pick<IntegrationRequest, 'httpMethod' | 'uri' | 'headers' | 'body' | 'event'>>
  /** Sets the mood of the back end; left out, it only answers and the tests of the other moods are passed over. */
  readonly backend?: (mood: BackendMood) => void
  /** Called once the test is over. */
  readonly close?: () => void | Promise<void>
}

const TIMEOUT = 29_000

/**
 * What every integration must do, as tests for any framework.
 *
 * @param create makes the integration for the clock that the test holds
 * For your test runner: `for (const test of integrationContract(create)) it(test.name, test.run)`.
 */
export function integrationContract(
  create: (clock: VirtualClock) => IntegrationSubject | Promise<IntegrationSubject>,
): ContractTest[] {
  return TESTS.map(({ name, check }) => ({
    name,
    run: async () => {
      const clock = createVirtualClock()
      const subject = await create(clock)
      try {
        await check(subject, clock)
      } finally {
        await subject.close?.()
      }
    },
  }))
}

interface IntegrationTest {
  readonly name: string
  readonly check: (subject: IntegrationSubject, clock: VirtualClock) => Promise<void>
}

const TESTS: readonly IntegrationTest[] = [
  { name: 'answers with a status, headers and a body', check: checkAnswer },
  { name: 'answers calls side by side, each its own', check: checkParallel },
  { name: 'leaves the request as it was', check: checkRequestUntouched },
  { name: 'leaves no timer behind an answer', check: checkNoTimer },
  { name: 'ends a call at its deadline with the fault `timeout`, and leaves no timer', check: checkDeadline },
  { name: 'turns a failing back end into a function error or an IntegrationFault', check: checkFailure },
  { name: 'answers again after a failure', check: checkRecovery },
]

async function checkAnswer(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  const response = await invoke(subject, clock)
  if (!Number.isInteger(response.statusCode))
    throw new Error(`statusCode is no integer: ${String(response.statusCode)}`)
  if (typeof response.headers?.get !== 'function') throw new Error('headers is no HeaderList')
  const { body } = response
  const fits = typeof body === 'string' || body instanceof Uint8Array || Symbol.asyncIterator in body
  if (!fits) throw new Error('body is no text, no bytes and no stream')
}

async function checkParallel(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  const integration = subject.factory(subject.definition)
  const requests = [makeRequest(subject, clock), makeRequest(subject, clock)]
  const answers = await Promise.all(requests.map(async (request) => integration.invoke(request)))
  if (answers[0] === answers[1]) throw new Error('two calls were given the same answer object')
  if (answers[0]?.headers === answers[1]?.headers) throw new Error('two answers share their headers')
}

async function checkRequestUntouched(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  const request = makeRequest(subject, clock)
  const before = JSON.stringify([...request.headers])
  await subject.factory(subject.definition).invoke(request)
  assertSame([...request.headers], JSON.parse(before), 'the headers of the request')
}

async function checkNoTimer(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  await invoke(subject, clock)
  await clock.advance(0)
  if (clock.nextTimerAt() !== undefined) throw new Error('a timer is left after the answer')
}

async function checkDeadline(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  if (subject.backend === undefined) return
  subject.backend('hang')
  let fault: EndpointResponse | Error | undefined
  const call = outcomeOf(invoke(subject, clock)).then((outcome) => (fault = outcome))
  await clock.advance(TIMEOUT - 1)
  if (fault !== undefined) throw new Error('the call ended before its deadline')
  await clock.advance(1)
  if (fault === undefined) throw new Error('the call goes on after its deadline')
  await call
  if (!isTimeout(fault)) throw new Error('the call did not end with the fault timeout', { cause: fault })
  await clock.advance(0)
  if (clock.nextTimerAt() !== undefined) throw new Error('a timer is left after the deadline')
}

function isTimeout(outcome: unknown): boolean {
  return outcome instanceof IntegrationFault && outcome.kind === 'timeout'
}

async function checkFailure(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  if (subject.backend === undefined) return
  subject.backend('fail')
  const outcome = await outcomeOf(invoke(subject, clock))
  if (outcome instanceof IntegrationFault) return
  if (outcome instanceof Error) throw new Error(`neither a fault nor an answer: ${String(outcome)}`, { cause: outcome })
  if (outcome.functionError === undefined) throw new Error('the failure of the back end was lost')
}

async function checkRecovery(subject: IntegrationSubject, clock: VirtualClock): Promise<void> {
  if (subject.backend === undefined) return
  const integration = subject.factory(subject.definition)
  subject.backend('fail')
  await outcomeOf(Promise.resolve().then(() => integration.invoke(makeRequest(subject, clock))))
  subject.backend('answer')
  const response = await integration.invoke(makeRequest(subject, clock))
  if (response.functionError !== undefined) throw new Error('the failure of one call is still there in the next')
}

async function invoke(subject: IntegrationSubject, clock: VirtualClock): Promise<EndpointResponse> {
  return subject.factory(subject.definition).invoke(makeRequest(subject, clock))
}

async function outcomeOf(answer: Promise<EndpointResponse>): Promise<EndpointResponse | Error> {
  try {
    return await answer
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function makeRequest({ definition, request = {} }: IntegrationSubject, clock: VirtualClock): IntegrationRequest {
  return {
    definition,
    httpMethod: definition.httpMethod ?? 'GET',
    uri: definition.uri ?? '',
    body: undefined,
    event: {},
    ...request,
    headers: new HeaderList(request.headers ?? []),
    call: makeCall(clock),
  }
}

function makeCall(clock: VirtualClock): CallInfo {
  return {
    requestId: '00000000-0000-4000-8000-000000000000',
    traceId: 'Root=1-00000000-000000000000000000000000',
    apiId: 'contract00',
    stage: 'prod',
    region: 'us-east-1',
    accountId: '123456789012',
    clock,
    deadline: clock.now() + TIMEOUT,
    signal: new AbortController().signal,
  }
}
