import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { HeaderList } from '../../../src/http/header-list.js'
import { createHttpClient, type HttpClientOptions } from '../../../src/integration/http/create-http-client.js'
import type { EndpointResponse, HttpCall } from '../../../src/integration/types.js'

const cleanUps: Array<() => Promise<unknown> | void> = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const own = (name: string): string => readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
const shared = (name: string): string =>
  readFileSync(new URL(`../../adapters/certificates/${name}`, import.meta.url), 'utf8')

/** For `localhost`, of the tests' authority. */
const LOCALHOST = { key: shared('server.key'), cert: shared('server.pem'), ca: shared('ca.pem') }
/** For 127.0.0.1, ::1 and inner.example, of nobody's authority. */
const ADDRESS = { key: own('address.key'), cert: own('address.pem') }
/** For `localhost`, of nobody's authority, and out of date. */
const EXPIRED = { key: own('expired.key'), cert: own('expired.pem') }

interface Seen {
  readonly sni: string | false | null
  readonly client: string | undefined
}

/** A TLS server that answers with what it saw of the handshake. */
async function tlsServer(options: ServerOptions, host = '127.0.0.1'): Promise<number> {
  const server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket
    const subject = socket.getPeerCertificate().subject as { readonly CN?: string } | undefined
    const seen: Seen = { sni: (socket as { servername?: string | false }).servername ?? null, client: subject?.CN }
    response.end(JSON.stringify(seen))
  })
  server.on('tlsClientError', () => {})
  server.listen(0, host)
  await once(server, 'listening')
  cleanUps.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

function call(url: string, more: Partial<HttpCall> = {}, options: HttpClientOptions = {}): Promise<EndpointResponse> {
  const client = createHttpClient(options)
  cleanUps.push(() => client.close())
  const { signal } = new AbortController()
  return client({ method: 'GET', url, headers: new HeaderList(), body: undefined, signal, stream: false, ...more })
}

const seenBy = async (response: Promise<EndpointResponse>): Promise<Seen> =>
  JSON.parse(Buffer.from((await response).body as Uint8Array).toString()) as Seen

const TRUST = { tls: { ca: LOCALHOST.ca } }
const SKIP = { tls: { insecureSkipVerification: true } }
const REFUSED = { name: 'IntegrationFault', kind: 'internal' }

describe('certificates of back ends', () => {
  it('are taken of a known authority, and of the right name', async () => {
    const port = await tlsServer(LOCALHOST)
    expect(await seenBy(call(`https://localhost:${port}/`, {}, TRUST))).toEqual({ sni: 'localhost', client: undefined })
    await expect(call(`https://localhost:${port}/`)).rejects.toMatchObject(REFUSED)
    await expect(call(`https://127.0.0.1:${port}/`, {}, TRUST)).rejects.toMatchObject(REFUSED)
  })

  it('are not judged by the Host header', async () => {
    const port = await tlsServer(LOCALHOST)
    const headers = new HeaderList([['Host', 'localhost']])
    await expect(call(`https://127.0.0.1:${port}/`, { headers }, TRUST)).rejects.toMatchObject(REFUSED)
    const stranger = new HeaderList([['Host', 'stranger.example']])
    expect((await seenBy(call(`https://localhost:${port}/`, { headers: stranger }, TRUST))).sni).toBe('localhost')
  })

  it('may be of nobody, but not out of date nor of another name, with insecureSkipVerification', async () => {
    const port = await tlsServer(LOCALHOST)
    expect((await seenBy(call(`https://localhost:${port}/`, SKIP))).sni).toBe('localhost')
    await expect(call(`https://127.0.0.1:${port}/`, SKIP)).rejects.toMatchObject(REFUSED)
    const expired = await tlsServer(EXPIRED)
    await expect(call(`https://localhost:${expired}/`, SKIP)).rejects.toMatchObject(REFUSED)
    await expect(call(`https://localhost:${expired}/`, {}, { tls: { ca: EXPIRED.cert } })).rejects.toMatchObject(
      REFUSED,
    )
  })

  it('are checked anew on every connection, resumed sessions too', async () => {
    const port = await tlsServer(LOCALHOST)
    const client = createHttpClient({ connections: 1, keepAliveTimeout: 1 })
    cleanUps.push(() => client.close())
    for (let round = 0; round < 4; round++) {
      const signal = new AbortController().signal
      const headers = new HeaderList([['Connection', 'close']])
      const about = { method: 'GET', headers, body: undefined, signal, stream: false }
      await expect(client({ ...about, url: `https://127.0.0.1:${port}/`, ...SKIP })).rejects.toMatchObject(REFUSED)
      await expect(client({ ...about, url: `https://localhost:${port}/` })).rejects.toMatchObject(REFUSED)
    }
  })

  it('are those of serverNameToVerify where it is given', async () => {
    const port = await tlsServer(ADDRESS)
    const trust = { tls: { ca: ADDRESS.cert } }
    const tls = { serverNameToVerify: 'inner.example' }
    expect((await seenBy(call(`https://localhost:${port}/`, { tls }, trust))).sni).toBe('inner.example')
    const wrong = { tls: { serverNameToVerify: 'outer.example' } }
    await expect(call(`https://localhost:${port}/`, wrong, trust)).rejects.toMatchObject(REFUSED)
  })

  it('may be of an address, which no server name is sent for', async () => {
    const trust = { tls: { ca: ADDRESS.cert } }
    expect((await seenBy(call(`https://127.0.0.1:${await tlsServer(ADDRESS)}/`, {}, trust))).sni).toBe(false)
    expect((await seenBy(call(`https://[::1]:${await tlsServer(ADDRESS, '::1')}/`, {}, trust))).sni).toBe(false)
  })

  it('are those of the name in the URI, behind a VPC link', async () => {
    const port = await tlsServer(LOCALHOST)
    const target = `127.0.0.1:${port}`
    expect((await seenBy(call('https://localhost/', { target }, TRUST))).sni).toBe('localhost')
    await expect(call('https://elsewhere.example/', { target }, TRUST)).rejects.toMatchObject(REFUSED)
  })
})

describe('client certificates', () => {
  const mutual = { ...LOCALHOST, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' as const }
  const cert = { cert: shared('client.pem'), key: shared('client.key') }

  it('are shown where there is one', async () => {
    const port = await tlsServer(mutual)
    const { client } = await seenBy(call(`https://localhost:${port}/`, {}, { tls: { ...TRUST.tls, ...cert } }))
    expect(client).toEqual(expect.any(String))
  })

  it('that are missing or unknown end the call', async () => {
    const port = await tlsServer(mutual)
    await expect(call(`https://localhost:${port}/`, {}, TRUST)).rejects.toMatchObject({ name: 'IntegrationFault' })
    const stranger = { cert: shared('stranger.pem'), key: shared('stranger.key') }
    await expect(call(`https://localhost:${port}/`, {}, { tls: { ...TRUST.tls, ...stranger } })).rejects.toMatchObject({
      name: 'IntegrationFault',
    })
  })
})

describe('the version of TLS', () => {
  it('is at least what the settings say', async () => {
    const port = await tlsServer({ ...LOCALHOST, maxVersion: 'TLSv1.2' })
    await expect(
      call(`https://localhost:${port}/`, {}, { tls: { ...TRUST.tls, minVersion: 'TLSv1.3' } }),
    ).rejects.toMatchObject({ name: 'IntegrationFault' })
  })

  it('is asked of a server that speaks none: a network error', async () => {
    const { createServer: createPlain } = await import('node:http')
    const plain = createPlain((_, response) => response.end()).listen(0, '127.0.0.1')
    await once(plain, 'listening')
    cleanUps.push(() => void plain.close())
    const { port } = plain.address() as AddressInfo
    await expect(call(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({ kind: 'network' })
  })
})
