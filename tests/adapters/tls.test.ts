import { readFileSync } from 'node:fs'
import { connect as connectHttp2, createSecureServer } from 'node:http2'
import { createServer as createHttps, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { ok, recorder } from './recorder.js'

const pem = (name: string): string => readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
const serverSide = { key: pem('server.key'), cert: pem('server.pem'), ca: pem('ca.pem') }

let close: (() => void) | undefined
afterEach(() => close?.())

describe('TLS', () => {
  async function callWith(client: object, server: object): Promise<ReturnType<typeof recorder>> {
    const gateway = recorder()
    const listening = createHttps({ ...serverSide, ...server }, toNodeHandler(gateway))
    close = () => listening.closeAllConnections()
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const { port } = listening.address() as AddressInfo
    await new Promise<void>((resolve, reject) => {
      const to = { port, host: '127.0.0.1', servername: 'localhost', ca: pem('ca.pem'), agent: false, path: '/prod/x' }
      httpsRequest({ ...to, ...client }, (message) => message.resume().on('end', resolve))
        .on('error', reject)
        .end()
    })
    listening.close()
    return gateway
  }

  test("passes a verified client certificate in the service's form", async () => {
    const client = { key: pem('client.key'), cert: pem('client.pem') }
    const { tls } = (await callWith(client, { requestCert: true })).only.request
    expect(tls).toMatchObject({
      version: 'TLSv1.3',
      serverName: 'localhost',
      cipherSuite: expect.stringMatching(/^TLS_/) as unknown,
    })
    const { clientCertPem, validity, ...names } = tls?.clientCert ?? {}
    expect(clientCertPem).toBe(pem('client.pem'))
    expect(names).toMatchObject({
      subjectDN: 'C=US,ST=Washington,L=Seattle,O=Pets\\, Inc.,CN=client-1',
      issuerDN: 'C=US,ST=Washington,O=Postern Tests,CN=Test CA',
      serialNumber: 'a1:b2:c3:d4:e5:f6:07:18:29:3a:4b:5c:6d:7e:8f:90',
    })
    expect(validity?.notBefore).toMatch(/^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/)
  })

  test('passes none that was not verified: whoever signs for himself may call himself anything', async () => {
    const stranger = { key: pem('stranger.key'), cert: pem('stranger.pem') }
    const server = { requestCert: true, rejectUnauthorized: false }
    const { tls } = (await callWith(stranger, server)).only.request
    expect(tls?.version).toBe('TLSv1.3')
    expect(tls?.clientCert).toBeUndefined()
  })

  test('passes none where none was shown', async () => {
    expect((await callWith({}, {})).only.request.tls?.clientCert).toBeUndefined()
  })
})

test('HTTP/2 in compatibility mode: host from the authority, bodies both ways, two cookies', async () => {
  const cookies: Array<[string, string]> = [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ]
  const gateway = recorder(() => ok('answer', [...cookies, ['Connection', 'keep-alive']]))
  const handler = toNodeHandler(gateway)
  const server = createSecureServer(serverSide, (request, response) => handler(request as never, response as never))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = connectHttp2(`https://localhost:${(server.address() as AddressInfo).port}`, { ca: pem('ca.pem') })
  close = () => {
    client.destroy()
    server.close()
  }
  const stream = client.request({ ':method': 'POST', ':path': '/prod/x?a=1', 'x-test': '1' })
  const head = new Promise<Record<string, unknown>>((resolve) => stream.on('response', resolve))
  stream.end('question')
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  expect(await head).toMatchObject({ ':status': 200, 'set-cookie': ['a=1', 'b=2'] })
  expect(Buffer.concat(chunks).toString()).toBe('answer')
  const { request, body } = gateway.only
  expect(body.toString()).toBe('question')
  expect(request).toMatchObject({
    method: 'POST',
    path: '/prod/x?a=1',
    headerCase: 'lost',
    host: expect.stringMatching(/^localhost:/) as unknown,
  })
  expect(request.headers).toContainEqual(['x-test', '1'])
  expect(
    (request.headers as ReadonlyArray<readonly [string, string]>).filter(([name]) => name.startsWith(':')),
  ).toEqual([])
})
