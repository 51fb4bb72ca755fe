import { describe, expect, it } from 'vitest'
import { createManagement } from '../../src/management/index.js'
import { createMockApi } from './mock-api.js'

describe('the wire', () => {
  it('takes a POST of JSON and answers with the status of the operation', async () => {
    const { handle } = createManagement()
    const response = await handle({ method: 'POST', path: '/restapis', body: '{"name": "atlas"}' })
    expect(response.statusCode).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.json()).toMatchObject({ name: 'atlas', apiKeySource: 'HEADER' })
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('names the refusal in a header and its message in the body', async () => {
    const { handle } = createManagement({ account: { id: '210987654321' } })
    const response = await handle({ method: 'GET', path: '/restapis/nope' })
    expect(response.statusCode).toBe(404)
    expect(response.headers.get('x-amzn-errortype')).toBe('NotFoundException')
    expect(response.json()).toEqual({ message: 'Invalid API identifier specified 210987654321:nope' })
  })

  it('has lists under `item`, stages too, and query parameters by their own names', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    await management.call('CreateApiKey', { name: 'desk' })
    const stages = await management.handle({ method: 'GET', path: `/restapis/${restApiId}/stages` })
    expect(stages.json()).toMatchObject({ item: [{ stageName: 'live' }] })
    const keys = await management.handle({ method: 'GET', path: '/apikeys?name=des&includeValues=true' })
    expect(keys.json()).toMatchObject({ item: [{ name: 'desk', value: expect.any(String) as string }] })
  })

  it('embeds methods when the query asks for them, else only their names', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    const bare = await management.handle({ method: 'GET', path: `/restapis/${restApiId}/resources` })
    expect(bare.json()).toMatchObject({ item: [{ resourceMethods: { GET: {} } }] })
    expect(bare.text()).not.toContain('authorizationType')
    const whole = await management.handle({ method: 'GET', path: `/restapis/${restApiId}/resources?embed=methods` })
    expect(whole.json()).toMatchObject({ item: [{ resourceMethods: { GET: { authorizationType: 'NONE' } } }] })
  })

  it('tells an import from a creation by the query', async () => {
    const { handle } = createManagement()
    const body = JSON.stringify({ openapi: '3.0.1', info: { title: 'from a document', version: '1' }, paths: {} })
    const response = await handle({ method: 'POST', path: '/restapis?mode=import&failonwarnings=true', body })
    expect(response.statusCode).toBe(201)
    expect(response.json()).toMatchObject({ name: 'from a document', version: '1' })
  })

  it('gives an export as a file', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    const path = `/restapis/${restApiId}/stages/live/exports/oas30?extensions=integrations`
    const response = await management.handle({ method: 'GET', path, headers: { accept: 'application/yaml' } })
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="oas30_.*\.yaml"$/)
    expect(response.text()).toContain('x-amazon-apigateway-integration')
  })

  it('refuses a body that is no JSON, and a path that is none of the service', async () => {
    const { handle } = createManagement()
    const broken = await handle({ method: 'POST', path: '/restapis', body: '{' })
    expect([broken.statusCode, broken.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
    const unknown = await handle({ method: 'GET', path: '/teapots' })
    expect([unknown.statusCode, unknown.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException'])
  })

  it('decodes what stands in the path', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    const arn = encodeURIComponent(`arn:aws:apigateway:us-east-1::/restapis/${restApiId}`)
    const put = await management.handle({ method: 'PUT', path: `/tags/${arn}`, body: '{"tags": {"team": "maps"}}' })
    expect([put.statusCode, put.text()]).toEqual([204, ''])
    expect((await management.handle({ method: 'GET', path: `/tags/${arn}` })).json()).toEqual({
      tags: { team: 'maps' },
    })
    await management.handle({ method: 'DELETE', path: `/tags/${arn}?tagKeys=team` })
    expect((await management.handle({ method: 'GET', path: `/tags/${arn}` })).json()).toEqual({ tags: {} })
  })
})
