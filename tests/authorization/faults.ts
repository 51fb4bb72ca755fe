// What can go wrong inside an authorizer, whatever its kind.
import type { AuthorizerResults } from '../../src/authorizer/index.js'
import { createGateway, type GatewayConfig, type HandleRequest } from '../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/index.js'

export const START = Date.UTC(2026, 0, 1)
export const ALLOW = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
}
export const OUTPUT = { principalId: 'ada', policyDocument: ALLOW }
export const NEVER = new Promise<never>(() => {})
export const boom = (): never => {
  throw new Error('boom')
}
export const rejecting = (): Promise<never> => Promise.reject(new Error('boom'))
export const never = (): Promise<never> => NEVER

/** Calls the guarded route with what would be enough, and lets time pass until something answers. */
export async function statusOf(
  config: object,
  request: HandleRequest,
  clock: VirtualClock,
): Promise<number | 'no answer'> {
  const gateway = createGateway({ clock, logger: false, ...config } as GatewayConfig)
  let answer: number | 'no answer' = 'no answer'
  void gateway.handle(request).then(
    ({ statusCode }) => (answer = statusCode),
    () => (answer = 500),
  )
  // Past every time limit; then real cryptography, which runs beside the event loop, gets its turns.
  for (let turn = 0; turn < 4; turn++) await clock.advance(10_000)
  for (let turn = 0; turn < 20_000; turn++) {
    if (answer !== 'no answer') return answer
    await clock.advance(0)
  }
  return answer
}

export const refusal = (status: number | 'no answer'): boolean =>
  status === 401 || status === 403 || status === 500 || status === 503

/** Values that are nothing that was asked for. */
export const GARBAGE: ReadonlyArray<readonly [string, unknown]> = [
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['a number', 1],
  ['a text', 'Allow'],
  ['an empty object', {}],
  ['a list', [OUTPUT]],
  // eslint-disable-next-line unicorn/no-thenable -- what it is about
  ['a thenable that is no promise', { then: boom }],
  ['an object whose members throw', new Proxy({}, { get: boom, ownKeys: boom })],
]

export const POLICIES: ReadonlyArray<readonly [string, unknown]> = [
  ['null', null],
  ['no object', 'Allow'],
  ['no statement', { Version: '2012-10-17' }],
  ['an unknown version', { ...ALLOW, Version: '2030-01-01' }],
  ['an unknown effect', { ...ALLOW, Statement: [{ ...ALLOW.Statement[0], Effect: 'allow' }] }],
  ['an unknown element', { ...ALLOW, Statement: [{ ...ALLOW.Statement[0], Unless: 'x' }] }],
  ['an unknown operator', { ...ALLOW, Statement: [{ ...ALLOW.Statement[0], Condition: { Maybe: { a: 'b' } } }] }],
  ['one statement that is none among good ones', { ...ALLOW, Statement: [ALLOW.Statement[0], null] }],
  ['a list', [ALLOW]],
  ['JSON that is cut off', JSON.stringify(ALLOW).slice(0, -2)],
]

export const RESULTS: ReadonlyArray<readonly [string, AuthorizerResults]> = [
  ['get throws', { get: boom, set: () => undefined }],
  ['get rejects', { get: rejecting, set: () => undefined }],
  ['set throws', { get: () => undefined, set: boom }],
  ['set rejects', { get: () => undefined, set: rejecting }],
]

export const CLOCKS: ReadonlyArray<readonly [string, number]> = [
  ['tells no time', Number.NaN],
  ['tells a time beyond all dates', 1e18],
  ['tells a time without end', Number.POSITIVE_INFINITY],
]

export function oddClock(now: number): VirtualClock {
  return { ...createVirtualClock({ now: START }), now: () => now }
}
