import type { Management } from '../../src/management/index.js'

/** The ids of an API with one mock method, deployed to `live`. */
export interface MockApi {
  readonly restApiId: string
  readonly resourceId: string
  readonly deploymentId: string
}

/** Makes an API that answers GET / with the text, and deploys it. */
export async function createMockApi({ call }: Management, text = 'hello'): Promise<MockApi> {
  const { output: api } = await call('CreateRestApi', { name: 'atlas' })
  const place = { restApiId: String(api['id']), resourceId: String(api['rootResourceId']) }
  const method = { ...place, httpMethod: 'GET' }
  await call('PutMethod', { ...method, authorizationType: 'NONE' })
  await call('PutMethodResponse', { ...method, statusCode: '200' })
  await call('PutIntegration', {
    ...method,
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
  })
  await call('PutIntegrationResponse', { ...method, statusCode: '200', responseTemplates: { 'text/plain': text } })
  const { output } = await call('CreateDeployment', { restApiId: place.restApiId, stageName: 'live' })
  return { ...place, deploymentId: String(output['id']) }
}
