import type { VirtualClock } from '../../../src/testing/index.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { InexpressibleError, type Json } from './types.js'
import { isRecord } from './compare.js'

/** What a function behind the gateway was called with. */
export interface FunctionCall {
  readonly event: unknown
  readonly invocationType: string
}

/** What an HTTP host or an AWS service behind the gateway was sent. */
export interface HttpCall {
  readonly method: string
  /** Without scheme and host, without the query. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly query: string
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: Uint8Array
  /** Of a first-class integration: the action's parameters after mapping, whatever the wire form. */
  readonly parameters?: ReadonlyMap<string, string>
}

/** An answer of an HTTP host or an AWS service. */
export interface HttpReply {
  readonly statusCode: number
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: Uint8Array
}

/** What a function gave back, or the error payload that it left. */
export type FunctionReply = { readonly value: unknown } | { readonly error: Json }

export type Call = FunctionCall | HttpCall

/** What stands behind the APIs of one case, and what it saw. */
export interface Backends {
  /** The names of the functions: the keys `lambda:NAME` without their prefix. */
  readonly functionNames: readonly string[]
  /** The calls of this step by backend key, in order. */
  readonly calls: ReadonlyMap<string, readonly Call[]>
  /** Calls that no backend of the case matched, in words. */
  readonly strangers: readonly string[]
  /** Whether an answer is being held back until the clock gets there. */
  readonly waiting: boolean
  startStep(): void
  invoke(name: string, call: FunctionCall): Promise<FunctionReply>
  /** @throws Error when the case refuses the connection or has no such backend */
  send(candidates: readonly string[], call: HttpCall): Promise<HttpReply>
}

const REPLY_KEYS = 'value echoEvent proxyEcho error status headers body bodyBase64 echoRequest delaySeconds refuse'

/** Sets up the backends of a case. */
export function createBackends(data: Json, clock: VirtualClock): Backends {
  const replies = new Map(Object.entries(data).map(([key, backend]) => [key, readReply(key, backend)]))
  const calls = new Map<string, Call[]>()
  const strangers: string[] = []
  let held = 0

  const record = (key: string, call: Call): void => {
    calls.set(key, [...(calls.get(key) ?? []), call])
  }
  const hold = async (reply: Json): Promise<void> => {
    const seconds = reply['delaySeconds']
    if (typeof seconds !== 'number') return
    held++
    await new Promise<void>((resolve) => clock.setTimeout(resolve, seconds * 1000))
    held--
  }

  return {
    functionNames: [...replies.keys()].filter((key) => key.startsWith('lambda:')).map((key) => key.slice(7)),
    calls,
    strangers,
    get waiting() {
      return held > 0
    },
    startStep: () => {
      calls.clear()
      strangers.length = 0
    },
    invoke: async (name, call) => {
      const reply = replies.get(`lambda:${name}`) as Json
      record(`lambda:${name}`, { ...call, event: structuredClone(call.event) })
      await hold(reply)
      return functionReply(reply, call.event)
    },
    send: async (candidates, call) => {
      const key = matchKey([...replies.keys()], candidates)
      if (key === undefined) {
        strangers.push(`${call.method} ${candidates.join(' or ')}`)
        throw connectionError('ENOTFOUND')
      }
      const reply = replies.get(key) as Json
      record(key, call)
      await hold(reply)
      if (reply['refuse'] === true) throw connectionError('ECONNREFUSED')
      return httpReply(reply, call)
    },
  }
}

function readReply(key: string, backend: unknown): Json {
  if (!isRecord(backend)) throw new InexpressibleError(`backends[${key}] must be an object`)
  onlyKeys(backend, 'reply', `backends[${key}]`)
  const reply = recordAt(backend, 'reply', `backends[${key}]`)
  onlyKeys(reply, REPLY_KEYS, `backends[${key}].reply`)
  if (!/^(lambda:|https?:\/\/|aws:[^:]+:(action|path)\/)/.test(key)) {
    throw new InexpressibleError(`backends[${key}]: no such kind of backend`)
  }
  return reply
}

/** The longest key that one of the candidates begins with; an action is matched whole. */
function matchKey(keys: readonly string[], candidates: readonly string[]): string | undefined {
  const fits = (key: string): boolean =>
    candidates.some((candidate) => (candidate.includes(':action/') ? candidate === key : candidate.startsWith(key)))
  return keys.filter(fits).toSorted((a, b) => b.length - a.length)[0]
}

function functionReply(reply: Json, event: unknown): FunctionReply {
  if (isRecord(reply['error'])) return { error: reply['error'] }
  if (reply['echoEvent'] === true) return { value: structuredClone(event) }
  if (reply['proxyEcho'] === true) {
    const headers = { 'content-type': 'application/json' }
    return { value: { statusCode: 200, headers, body: JSON.stringify(event) } }
  }
  if (!Object.hasOwn(reply, 'value')) throw new InexpressibleError('a function replies with none of its kinds of reply')
  return { value: structuredClone(reply['value']) }
}

function httpReply(reply: Json, call: HttpCall): HttpReply {
  if (reply['echoRequest'] === true) {
    const { method, path, query } = call
    const echo = { method, path, query, headers: joinHeaders(call.headers), body: decode(call.body) }
    return { statusCode: 200, headers: [['content-type', 'application/json']], body: encode(JSON.stringify(echo)) }
  }
  if (typeof reply['status'] !== 'number')
    throw new InexpressibleError('a host replies with none of its kinds of reply')
  const base64 = reply['bodyBase64']
  return {
    statusCode: reply['status'],
    headers: Object.entries(recordAt(reply, 'headers', 'reply')).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item): [string, string] => [name, String(item)]),
    ),
    body:
      typeof base64 === 'string'
        ? new Uint8Array(Buffer.from(base64, 'base64'))
        : encode(textAt(reply, 'body', 'reply') ?? ''),
  }
}

/** Headers as one object: names in lower case, the values of a repeated one joined with `, `. */
export function joinHeaders(pairs: ReadonlyArray<readonly [string, string]>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    joined[key] = key in joined ? `${joined[key]}, ${value}` : value
  }
  return { ...joined }
}

function connectionError(code: string): Error {
  return Object.assign(new Error(code === 'ENOTFOUND' ? 'getaddrinfo ENOTFOUND' : 'connect ECONNREFUSED'), { code })
}

export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

export function encode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'))
}
