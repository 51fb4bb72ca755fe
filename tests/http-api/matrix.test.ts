// One handler, whatever serves it: REST API, HTTP API with payload 1.0 and 2.0, called plainly and through each framework.
import { describe, expect, it } from 'vitest'
import { createGateway, type Gateway, type HandleRequest } from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { call } from '../adapters/call.js'
import { starters } from '../adapters/servers.js'

/** What all three formats have in common, and where they differ: written as people write handlers for more than one. */
interface AnyEvent {
  readonly version?: string
  readonly path?: string
  readonly rawPath?: string
  readonly body?: string | null
  readonly isBase64Encoded: boolean
  readonly cookies?: string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly pathParameters?: Readonly<Record<string, string>> | null
  readonly queryStringParameters?: Readonly<Record<string, string>> | null
  readonly requestContext: { readonly http?: { readonly method: string }; readonly httpMethod?: string; stage: string }
}

function headerOf({ headers }: AnyEvent, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

const handler = async (event: AnyEvent): Promise<object> => {
  const { requestContext, body } = event
  const text = body == null ? '' : event.isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
  return {
    statusCode: 201,
    headers: { 'Content-Type': 'application/json', 'X-Own': 'yes' },
    body: JSON.stringify({
      method: requestContext.http?.method ?? requestContext.httpMethod,
      stage: requestContext.stage,
      petId: event.pathParameters?.['petId'],
      colour: event.queryStringParameters?.['colour'],
      own: headerOf(event, 'x-own'),
      cookie: event.cookies?.join('; ') ?? headerOf(event, 'cookie'),
      text,
    }),
  }
}

const settings = { clock: createVirtualClock(), random: createSeededRandom('matrix'), logger: false } as const
const gateways: Readonly<Record<string, () => Gateway>> = {
  'REST API': () =>
    createGateway({ ...settings, routes: { 'POST /pets/{petId}': handler as never }, stages: { prod: {} } }),
  ...Object.fromEntries(
    (['1.0', '2.0'] as const).map((payloadFormatVersion) => [
      `HTTP API, payload ${payloadFormatVersion}`,
      () =>
        createGateway({
          ...settings,
          protocolType: 'HTTP',
          routes: { 'POST /pets/{petId}': { handler, payloadFormatVersion } as never },
          stages: { prod: {} },
        }),
    ]),
  ),
}

const HEADERS = ['content-type', 'application/json', 'X-Own', 'own value', 'Cookie', 'a=1; b=2'] as const
const REQUEST: HandleRequest = {
  method: 'POST',
  path: '/prod/pets/7?colour=light%20blue',
  headers: [
    ['content-type', 'application/json'],
    ['X-Own', 'own value'],
    ['Cookie', 'a=1; b=2'],
  ],
  body: '{"name":"Ängström"}',
}
const EXPECTED = {
  method: 'POST',
  stage: 'prod',
  petId: '7',
  colour: 'light blue',
  own: 'own value',
  cookie: 'a=1; b=2',
  text: '{"name":"Ängström"}',
}

interface Seen {
  readonly status: number
  readonly type: string | undefined
  readonly own: string | undefined
  readonly body: unknown
}

async function plainly(gateway: Gateway): Promise<Seen> {
  const { statusCode, headers, ...response } = await gateway.handle(REQUEST).then((answer) => ({
    statusCode: answer.statusCode,
    headers: answer.headers,
    body: answer.json(),
  }))
  return { status: statusCode, type: headers.get('content-type'), own: headers.get('x-own'), body: response.body }
}

async function behind(framework: string, gateway: Gateway): Promise<Seen> {
  const start = starters[framework]
  if (start === undefined) throw new Error(`No framework is called ${framework}`)
  const server = await start(gateway)
  try {
    const { status, message, body } = await call(server.port, REQUEST.path, {
      method: 'POST',
      headers: HEADERS,
      body: REQUEST.body as string,
    })
    const own = message.headers['x-own']
    return { status, type: message.headers['content-type'], own: String(own), body: JSON.parse(body.toString()) }
  } finally {
    await server.close()
  }
}

describe.for(Object.keys(gateways))('one handler behind a %s', (protocol) => {
  it.for(['handle', ...Object.keys(starters)])('says the same through %s', async (way) => {
    const gateway = (gateways[protocol] as () => Gateway)()
    const seen = way === 'handle' ? await plainly(gateway) : await behind(way, gateway)
    expect(seen).toEqual({ status: 201, type: 'application/json', own: 'yes', body: EXPECTED })
    await gateway.close()
  })
})
