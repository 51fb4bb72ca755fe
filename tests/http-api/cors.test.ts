import { describe, expect, it } from 'vitest'
import { ConfigError, type HandleResponse, type HttpCorsOptions } from '../../src/index.js'
import { httpGateway } from './api.js'

const CORS: HttpCorsOptions = {
  allowOrigins: ['https://www.example.com', 'http://*'],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['x-own', 'content-type'],
  exposeHeaders: ['x-shown'],
  allowCredentials: true,
  maxAge: 3600,
}

const routes = {
  'GET /pets': async () => ({
    statusCode: 200,
    headers: { 'access-control-allow-origin': '*', 'access-control-max-age': '1', vary: 'accept' },
    body: 'ok',
  }),
  'ANY /guarded': { handler: async () => ({ statusCode: 200 }), authorizer: 'jwt' },
}
const authorizers = { jwt: { type: 'JWT', issuer: 'https://issuer.example', audience: ['a'] } } as const

function ask(method: string, path: string, headers: Record<string, string>, cors = CORS): Promise<HandleResponse> {
  return httpGateway({ routes, authorizers, cors }).handle({ method, path, headers })
}

const PREFLIGHT = { origin: 'https://www.example.com', 'access-control-request-method': 'GET' }

describe('CORS of an HTTP API', () => {
  it('answers a preflight of any path', async () => {
    for (const path of ['/pets', '/nothing/here']) {
      const response = await ask('OPTIONS', path, PREFLIGHT)
      expect([response.statusCode, response.text()]).toEqual([204, ''])
      expect(response.headers.toJSON()).toMatchObject({
        'Access-Control-Allow-Origin': 'https://www.example.com',
        'Access-Control-Allow-Methods': 'GET,POST',
        'Access-Control-Allow-Headers': 'x-own,content-type',
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Max-Age': '3600',
      })
    }
  })

  it('gives a foreign origin nothing', async () => {
    const response = await ask('OPTIONS', '/pets', { ...PREFLIGHT, origin: 'https://evil.example' })
    expect([response.statusCode, response.headers.has('access-control-allow-origin')]).toEqual([204, false])
    const actual = await ask('GET', '/pets', { origin: 'https://evil.example' })
    expect([actual.statusCode, actual.headers.has('access-control-allow-origin')]).toEqual([200, false])
  })

  it('is no preflight without a wanted method, or without an origin', async () => {
    expect((await ask('OPTIONS', '/pets', { origin: PREFLIGHT.origin })).statusCode).toBe(404)
    expect((await ask('OPTIONS', '/pets', { 'access-control-request-method': 'GET' })).statusCode).toBe(404)
  })

  it('takes the back end’s headers away and puts its own in their place', async () => {
    const { headers } = await ask('GET', '/pets', { origin: 'http://any.example:8080' })
    expect(headers.getAll('access-control-allow-origin')).toEqual(['http://any.example:8080'])
    expect(headers.get('access-control-expose-headers')).toBe('x-shown')
    expect(headers.has('access-control-max-age')).toBe(false)
    expect(headers.get('vary')).toBe('accept, origin')
    const without = await ask('GET', '/pets', {})
    expect(without.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('is on the gateway’s own errors too', async () => {
    const response = await ask('GET', '/guarded', { origin: PREFLIGHT.origin })
    expect(response.statusCode).toBe(401)
    expect(response.headers.get('access-control-allow-origin')).toBe(PREFLIGHT.origin)
  })

  it('asks a preflight who is calling where its route does', async () => {
    expect((await ask('OPTIONS', '/guarded', PREFLIGHT)).statusCode).toBe(401)
  })

  it('answers * to everybody when that is allowed, and refuses it with credentials', async () => {
    const response = await ask('GET', '/pets', { origin: 'https://any.example' }, { allowOrigins: ['*'] })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(() => httpGateway({ routes, cors: { allowOrigins: ['*'], allowCredentials: true } })).toThrow(ConfigError)
  })
})
