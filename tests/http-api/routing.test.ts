import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpDocument, httpGateway, lambda } from './api.js'

const seen = { where: async (event: never) => ({ statusCode: 200, body: JSON.stringify(event) }) }

function gatewayOf(keys: readonly string[], stages?: Record<string, object>) {
  const definition = httpDocument(Object.fromEntries(keys.map((key) => [key, lambda('where')])))
  return httpGateway({ definition, functions: seen, ...(stages !== undefined && { stages }) })
}

async function routeKeyOf(keys: readonly string[], method: string, path: string): Promise<unknown> {
  const response = await gatewayOf(keys).handle({ method, path })
  return response.statusCode === 200 ? (response.json() as { routeKey: string }).routeKey : response.statusCode
}

describe('routes of an HTTP API', () => {
  it('prefer a full match to a greedy one, whatever its literals', async () => {
    const keys = ['GET /a/{x}/c', 'GET /a/b/{rest+}', '$default']
    expect(await routeKeyOf(keys, 'GET', '/a/b/c')).toBe('GET /a/{x}/c')
    expect(await routeKeyOf(keys, 'GET', '/a/b/d')).toBe('GET /a/b/{rest+}')
    expect(await routeKeyOf(keys, 'GET', '/z')).toBe('$default')
    expect(await routeKeyOf(keys, 'POST', '/a/b/c')).toBe('$default')
  })

  it('prefer the longer of two greedy routes, and a method to ANY', async () => {
    const keys = ['GET /pets/{proxy+}', 'ANY /{proxy+}', 'ANY /pets/dog', 'GET /pets/dog']
    expect(await routeKeyOf(keys, 'GET', '/pets/cat/1')).toBe('GET /pets/{proxy+}')
    expect(await routeKeyOf(keys, 'POST', '/pets/cat/1')).toBe('ANY /{proxy+}')
    expect(await routeKeyOf(keys, 'PUT', '/pets/dog')).toBe('ANY /pets/dog')
    expect(await routeKeyOf(keys, 'GET', '/pets/dog')).toBe('GET /pets/dog')
  })

  it('answer 404 with an id when nothing matches', async () => {
    const response = await gatewayOf(['GET /pets']).handle({ method: 'GET', path: '/dogs' })
    expect(response.statusCode).toBe(404)
    expect(response.text()).toBe('{"message":"Not Found"}')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/)
    expect([...response.headers].some(([name]) => name.toLowerCase().startsWith('x-amz'))).toBe(false)
  })

  it('match every request with `$default`, and never throw', async () => {
    const { handle } = gatewayOf(['$default'])
    const path = fc
      .array(fc.constantFrom('/', 'a', '%2F', '%', '..', '{x}', '$default', '%ff', '?', '&'))
      .map((parts) => `/${parts.join('')}`)
    await fc.assert(
      fc.asyncProperty(path, async (written) => {
        expect((await handle({ method: 'GET', path: written })).statusCode).toBe(200)
      }),
    )
  })
})

describe('stages of an HTTP API', () => {
  it('are named by the first segment, or `$default`, whose name never shows', async () => {
    const { handle } = gatewayOf(['GET /pets', 'GET /dev'], { $default: {}, dev: { variables: { a: 'b' } } })
    const dev = (await handle({ method: 'GET', path: '/dev/pets' })).json()
    expect(dev).toMatchObject({ rawPath: '/dev/pets', requestContext: { stage: 'dev' }, stageVariables: { a: 'b' } })
    const other = (await handle({ method: 'GET', path: '/pets' })).json() as object
    expect(other).toMatchObject({ rawPath: '/pets', requestContext: { stage: '$default' } })
    expect(other).not.toHaveProperty('stageVariables')
  })

  it('answer 404 when there is none', async () => {
    const { handle } = gatewayOf(['GET /pets'], { dev: {} })
    const response = await handle({ method: 'GET', path: '/pets' })
    expect([response.statusCode, response.text()]).toEqual([404, '{"message":"Not Found"}'])
  })

  it('are named by the app that mounts the gateway', async () => {
    const { handle } = gatewayOf(['GET /pets'], { $default: {}, dev: {} })
    const dev = await handle({ method: 'GET', path: '/pets', stage: 'dev' })
    expect(dev.json()).toMatchObject({ rawPath: '/dev/pets' })
    const base = await handle({ method: 'GET', path: '/pets', stage: '$default' })
    expect(base.json()).toMatchObject({ rawPath: '/pets' })
  })

  it('close the default endpoint when the API says so', async () => {
    const definition = httpDocument({ 'GET /pets': lambda('where') })
    const { handle } = httpGateway({ definition, functions: seen, disableExecuteApiEndpoint: true })
    expect((await handle({ method: 'GET', path: '/pets' })).statusCode).toBe(404)
    expect((await handle({ method: 'GET', path: '/pets', host: 'api.example.com' })).statusCode).toBe(200)
  })
})
