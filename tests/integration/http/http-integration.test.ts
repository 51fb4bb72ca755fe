import { describe, expect, it } from 'vitest'
import type { IntegrationDefinition } from '../../../src/api/model.js'
import { HeaderList } from '../../../src/http/header-list.js'
import { createDeadlineQueue } from '../../../src/integration/deadline-queue.js'
import { createHttpIntegration } from '../../../src/integration/http/http-integration.js'
import type { VpcLinks } from '../../../src/integration/http/vpc-links.js'
import type { EndpointResponse, HttpCall, HttpClient } from '../../../src/integration/types.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'
import { makeCall, makeDefinition, makeRequest } from '../make-request.js'

const OK: EndpointResponse = { statusCode: 200, headers: new HeaderList(), body: '' }

function setUp(settings: Partial<IntegrationDefinition>, http: HttpClient, vpcLinks: VpcLinks = {}) {
  const clock = createVirtualClock()
  const definition = makeDefinition({ type: 'HTTP_PROXY', httpMethod: 'GET', ...settings })
  const integration = createHttpIntegration(definition, { http, vpcLinks, queue: createDeadlineQueue(clock) })
  const invoke = async (
    request: Parameters<typeof makeRequest>[2] = {},
    call = makeCall(clock),
  ): Promise<EndpointResponse> => integration.invoke(makeRequest(definition, call, request))
  return { clock, invoke }
}

function recorder(): { calls: HttpCall[]; http: HttpClient } {
  const calls: HttpCall[] = []
  return {
    calls,
    http: async (call) => {
      calls.push(call)
      return OK
    },
  }
}

describe('HTTP integrations', () => {
  it('send the URI, method, headers and body as they stand', async () => {
    const { calls, http } = recorder()
    const { invoke } = setUp({ uri: 'http://a.example/{x}' }, http)
    await invoke({ uri: 'http://a.example/1?q=2', httpMethod: 'PUT', headers: [['A', 'b']], body: 'c' })
    expect(calls[0]).toMatchObject({ method: 'PUT', url: 'http://a.example/1?q=2', body: 'c', stream: false })
    expect([...(calls[0] as HttpCall).headers]).toEqual([['A', 'b']])
  })

  it.each([
    'http://evil.example/1',
    'http://a.example.evil/1',
    'http://a.example:81/1',
    'https://a.example/1',
    'http://a.example@evil.example/',
    '',
  ])('never leave the host of their definition for %s', async (uri) => {
    const { calls, http } = recorder()
    await expect(setUp({ uri: 'http://a.example/{x}' }, http).invoke({ uri })).rejects.toMatchObject({
      kind: 'invalid-uri',
    })
    expect(calls).toEqual([])
  })

  it('time out on the gateway clock and stop the call', async () => {
    let stopped = false
    const hang: HttpClient = ({ signal }) => new Promise(() => signal.addEventListener('abort', () => (stopped = true)))
    const { invoke, clock } = setUp({ uri: 'http://a.example/' }, hang)
    const failure = expect(invoke()).rejects.toMatchObject({ kind: 'timeout' })
    await clock.advance(29_000)
    await failure
    expect([stopped, clock.nextTimerAt()]).toEqual([true, undefined])
  })

  it('stop the call when the client has gone', async () => {
    let stopped = false
    const hang: HttpClient = ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => ((stopped = true), reject(new Error('aborted')))),
      )
    const { invoke, clock } = setUp({ uri: 'http://a.example/' }, hang)
    const gone = new AbortController()
    const failure = expect(invoke({}, makeCall(clock, { signal: gone.signal }))).rejects.toMatchObject({
      kind: 'unavailable',
    })
    gone.abort()
    await failure
    expect([stopped, clock.nextTimerAt()]).toEqual([true, undefined])
  })

  it('call nothing when the time is over already', async () => {
    const { calls, http } = recorder()
    const { invoke, clock } = setUp({ uri: 'http://a.example/' }, http)
    await expect(invoke({}, makeCall(clock, { deadline: clock.now() }))).rejects.toMatchObject({ kind: 'timeout' })
    expect(calls).toEqual([])
  })

  it.each([
    ['ECONNREFUSED', 'network'],
    ['ENOTFOUND', 'invalid-uri'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'internal'],
    ['WHATEVER', 'network'],
    [undefined, 'network'],
  ])('make the service’s fault of a client’s %s', async (code, kind) => {
    const { invoke } = setUp({ uri: 'http://a.example/' }, () =>
      Promise.reject(new TypeError('fetch failed', { cause: { code } })),
    )
    await expect(invoke()).rejects.toMatchObject({ name: 'IntegrationFault', kind })
  })

  it('pass tlsConfig and the wish to stream on', async () => {
    const { calls, http } = recorder()
    await setUp(
      { uri: 'https://a.example/', tlsConfig: { insecureSkipVerification: true }, responseTransferMode: 'STREAM' },
      http,
    ).invoke()
    expect(calls[0]).toMatchObject({ tls: { insecureSkipVerification: true }, stream: true })
  })
})

describe('VPC links', () => {
  const linked = { connectionType: 'VPC_LINK', connectionId: 'link1', uri: 'http://inner.example/p' } as const

  it('lead to their address while the URI names the host', async () => {
    const { calls, http } = recorder()
    await setUp(linked, http, { link1: '10.0.0.5:8080' }).invoke()
    expect(calls[0]).toMatchObject({ url: 'http://inner.example/p', target: '10.0.0.5:8080' })
  })

  it('lead to the target that the integration or its host names', async () => {
    const { calls, http } = recorder()
    const alb = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1'
    const links = { link1: { target: 'fallback:1', targets: { [alb]: 'alb:2', 'inner.example': 'host:3' } } }
    await setUp({ ...linked, integrationTarget: alb }, http, links).invoke()
    await setUp(linked, http, links).invoke()
    await setUp({ ...linked, uri: 'http://other.example/' }, http, links).invoke()
    expect(calls.map(({ target }) => target)).toEqual(['alb:2', 'host:3', 'fallback:1'])
  })

  it('take the link that a stage variable names', async () => {
    const { calls, http } = recorder()
    await setUp({ ...linked, connectionId: '${stageVariables.link}' }, http, { live: 'live:1' }).invoke({
      connectionId: 'live',
    })
    expect(calls[0]).toMatchObject({ target: 'live:1' })
  })

  it('give the URI of a listener the address as its host', async () => {
    const { calls, http } = recorder()
    const listener =
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/my-load-balancer/50dc6c495c0c9188/0467ef3c8400ae65'
    const { invoke } = setUp({ ...linked, uri: listener }, http, {
      link1: { targets: { [listener]: 'alb.internal:80' } },
    })
    await invoke({ uri: `${listener}/prod/x?y=1` })
    expect(calls[0]).toMatchObject({ url: 'http://alb.internal:80/prod/x?y=1', target: 'alb.internal:80' })
  })

  it('that are not configured are refused by name', async () => {
    const { http } = recorder()
    await expect(setUp(linked, http, { other: 'x' }).invoke()).rejects.toMatchObject({
      kind: 'internal',
      message: expect.stringContaining('"other"'),
    })
    await expect(setUp({ ...linked, connectionId: '__proto__' }, http).invoke()).rejects.toMatchObject({
      kind: 'internal',
    })
  })
})
