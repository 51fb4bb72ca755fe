import type { Gateway, GatewayConfig } from '../../../src/index.js'
import type { HandleRequest } from '../../../src/http/request.js'
import { createVirtualClock, type VirtualClock } from '../../../src/testing/index.js'
import { createBackends, type Backends } from './backends.js'
import { compare, isRecord } from './compare.js'
import { compareBackends } from './expect-backend.js'
import { compareAnswer, compareJson } from './expect-response.js'
import { accountConfig, surroundings } from './gateway-config.js'
import { numberAt, onlyKeys, pairsAt, recordAt, recordsAt, textAt } from './read-case.js'
import { openGateway, readAnswer } from './run-request.js'
import { drain, settle } from './settle.js'
import { InexpressibleError, type Difference, type Json, type LoadedCase } from './types.js'
import { openClient, sendMessage, type Client } from './websocket-clients.js'

/** What the steps of one case share. */
interface Session {
  readonly gateway: Gateway
  readonly stage: string
  readonly clock: VirtualClock
  readonly backends: Backends
  readonly clients: Map<string, Client>
}

const CASE_KEYS =
  'id evidence source protocol api routes integrations authorizers models stage apiKeys usagePlans backends steps'
const STEP_KEYS = 'advanceClockSeconds connect send manage disconnect expect expectReceived expectClosed expectBackend'

/** Runs a WebSocket case: its steps in order, each until its work is done; stops at the first that differs. */
export async function runWebSocketCase({ data, id }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  const clock = createVirtualClock()
  const backends = createBackends(recordAt(data, 'backends', 'case'), clock)
  const stage = recordAt(data, 'stage', 'case')
  const gateway = openGateway(webSocketConfig(data, stage, surroundings(id, clock, backends)))
  const session: Session = {
    gateway,
    stage: textAt(stage, 'name', 'stage') ?? 'prod',
    clock,
    backends,
    clients: new Map(),
  }
  for (const [index, step] of recordsAt(data, 'steps', 'case').entries()) {
    const differences = await runStep(session, step, `steps[${index}]`)
    if (differences.length > 0) return differences
  }
  await settled(session, gateway.close())
  return []
}

// The service has no document form of these APIs: the case's own fields are those of apigatewayv2, and so are the config's.
function webSocketConfig(data: Json, stage: Json, around: GatewayConfig): GatewayConfig {
  const settings = Object.fromEntries(Object.entries(stage).filter(([key]) => key !== 'name'))
  const api = {
    protocolType: 'WEBSOCKET',
    ...recordAt(data, 'api', 'case'),
    routes: recordAt(data, 'routes', 'case'),
    integrations: recordAt(data, 'integrations', 'case'),
    authorizers: recordAt(data, 'authorizers', 'case'),
    models: recordAt(data, 'models', 'case'),
    stages: { [textAt(stage, 'name', 'stage') ?? 'prod']: settings },
  }
  return { ...around, ...accountConfig(data, textAt(stage, 'name', 'stage')), ...api } as unknown as GatewayConfig
}

async function runStep(session: Session, step: Json, at: string): Promise<Difference[]> {
  onlyKeys(step, STEP_KEYS, at)
  session.backends.startStep()
  for (const client of session.clients.values()) client.received = []
  const seconds = numberAt(step, 'advanceClockSeconds', at)
  if (seconds !== undefined) await session.clock.advance(seconds * 1000)
  const differences = await act(session, step, at)
  await drain()
  return [
    ...differences,
    ...compareReceived(session, recordAt(step, 'expectReceived', at), `${at}.expectReceived`),
    ...compareClosed(session, recordAt(step, 'expectClosed', at), `${at}.expectClosed`),
    ...compareBackends(
      withConnectionIds(session, recordAt(step, 'expectBackend', at)),
      session.backends,
      `${at}.expectBackend`,
    ),
  ]
}

async function act(session: Session, step: Json, at: string): Promise<Difference[]> {
  const expected = recordAt(step, 'expect', at)
  if (step['connect'] !== undefined) return connect(session, recordAt(step, 'connect', at), expected, at)
  if (step['manage'] !== undefined) return manage(session, recordAt(step, 'manage', at), expected, at)
  if (step['send'] !== undefined) await send(session, recordAt(step, 'send', at), at)
  if (step['disconnect'] !== undefined) {
    const { as, code, reason } = recordAt(step, 'disconnect', at)
    const { connection } = clientOf(session, as, at)
    await settled(session, connection.close(code as number | undefined, reason as string | undefined))
  }
  return []
}

async function connect(session: Session, action: Json, expected: Json, at: string): Promise<Difference[]> {
  onlyKeys(action, 'as query headers subprotocols sourceIp', `${at}.connect`)
  onlyKeys(expected, 'accepted subprotocol', `${at}.expect`)
  const query = textAt(action, 'query', at)
  const sourceIp = textAt(action, 'sourceIp', at)
  const protocols = action['subprotocols']
  const request: HandleRequest = {
    method: 'GET',
    path: `/${session.stage}${query === undefined ? '' : `?${query}`}`,
    headers: [
      ...pairsAt(action, 'headers', at),
      ...(Array.isArray(protocols) ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
    ],
    ...(sourceIp !== undefined && { sourceIp }),
  }
  const opened = await settled(session, openClient(session.gateway, request))
  const accepted = 'refused' in opened ? opened.refused : true
  if (!('refused' in opened)) session.clients.set(String(action['as']), opened)
  return [
    ...compare(expected['accepted'] ?? true, accepted, 'whole', `${at}.expect.accepted`),
    ...(expected['subprotocol'] === undefined || 'refused' in opened
      ? []
      : compare(expected['subprotocol'], opened.connection.subprotocol, 'whole', `${at}.expect.subprotocol`)),
  ]
}

async function send(session: Session, action: Json, at: string): Promise<void> {
  onlyKeys(action, 'as text textRepeat binaryBase64', `${at}.send`)
  const client = clientOf(session, action['as'], at)
  const base64 = textAt(action, 'binaryBase64', at)
  const message = base64 === undefined ? repeated(action, 'text', 'textRepeat', at) : Buffer.from(base64, 'base64')
  await settled(session, sendMessage(client, message ?? ''))
}

async function manage(session: Session, action: Json, expected: Json, at: string): Promise<Difference[]> {
  onlyKeys(action, 'method connection body bodyRepeat', `${at}.manage`)
  const name = textAt(action, 'connection', at) ?? ''
  const id = name.startsWith('id:') ? name.slice(3) : clientOf(session, name, at).connection.connectionId
  const body = repeated(action, 'body', 'bodyRepeat', at)
  const request: HandleRequest = {
    method: textAt(action, 'method', at) ?? 'POST',
    path: `/${session.stage}/@connections/${encodeURIComponent(id)}`,
    ...(body !== undefined && { body }),
  }
  const answer = await readAnswer(await settled(session, session.gateway.handle(request)))
  return compareAnswer(expected, answer, `${at}.expect`)
}

function repeated(action: Json, text: string, repeat: string, at: string): string | undefined {
  if (action[repeat] === undefined) return textAt(action, text, at)
  const { text: unit, times } = recordAt(action, repeat, at)
  return String(unit).repeat(Number(times))
}

function clientOf({ clients }: Session, name: unknown, at: string): Client {
  const client = clients.get(String(name))
  if (client === undefined) throw new InexpressibleError(`${at}: there is no client ${String(name)}`)
  return client
}

async function settled<T>({ clock, backends }: Session, work: Promise<T> | T): Promise<T> {
  return settle(Promise.resolve(work), clock, backends)
}

function compareReceived(session: Session, expected: Json, at: string): Difference[] {
  return Object.entries(expected).flatMap(([name, messages]) => {
    const received = clientOf(session, name, at).received.map((data) => Buffer.from(data).toString('utf8'))
    const where = `${at}.${name}`
    if (!Array.isArray(messages)) throw new InexpressibleError(`${where} must be a list`)
    if (messages.length !== received.length) return [{ at: where, expected: messages, actual: received }]
    return messages.flatMap((message, index) =>
      compareMessage(withConnectionIds(session, message), received[index] as string, `${where}[${index}]`),
    )
  })
}

function compareMessage(expected: unknown, actual: string, at: string): Difference[] {
  if (!isRecord(expected)) return compare(expected, actual, 'whole', at)
  onlyKeys(expected, 'json jsonSubset', at)
  const whole = Object.hasOwn(expected, 'json')
  return compareJson(whole ? expected['json'] : expected['jsonSubset'], actual, whole ? 'whole' : 'subset', at)
}

function compareClosed(session: Session, expected: Json, at: string): Difference[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const { closed } = clientOf(session, name, at)
    if (value === false) return closed === undefined ? [] : [{ at: `${at}.${name}`, expected: false, actual: closed }]
    return compare(value, closed, 'subset', `${at}.${name}`)
  })
}

/** Puts connection ids where an expected text names a client: `<<connection:c1>>`. */
function withConnectionIds<T>({ clients }: Session, expected: T): T {
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replaceAll(
        /<<connection:([^>]*)>>/g,
        (whole, name: string) => clients.get(name)?.connection.connectionId ?? whole,
      )
    }
    if (Array.isArray(value)) return value.map(put)
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, put(item)])) : value
  }
  return put(expected) as T
}
