import { describe, expect, it } from 'vitest'
import { createManagement, type Management } from '../../src/management/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { createMockApi } from './mock-api.js'

const LEND =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:lend/invocations'

async function withFunction(management: Management): Promise<{ restApiId: string; resourceId: string }> {
  const { restApiId, resourceId } = await createMockApi(management)
  const method = { restApiId, resourceId, httpMethod: 'POST' }
  await management.call('PutMethod', { ...method, authorizationType: 'AWS_IAM', apiKeyRequired: true })
  await management.call('PutIntegration', { ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: LEND })
  return { restApiId, resourceId }
}

describe('TestInvokeMethod', () => {
  it('calls the function behind a method that nobody has deployed, without asking who calls', async () => {
    const management = createManagement({
      clock: createVirtualClock(),
      backEnds: {
        functions: {
          lend: async (event: { body: string; requestContext: { stage: string } }) => ({
            statusCode: 201,
            headers: { 'x-stage': event.requestContext.stage },
            body: `lent ${event.body}`,
          }),
        },
      },
    })
    const place = await withFunction(management)
    const { output } = await management.call('TestInvokeMethod', { ...place, httpMethod: 'POST', body: 'the Iliad' })
    expect(output).toMatchObject({
      status: 201,
      body: 'lent the Iliad',
      headers: { 'x-stage': 'test-invoke-stage' },
      latency: 0,
    })
    const log = String(output['log'])
    expect(log).toContain('Mon Jan 15 12:00:00 UTC 2024 : Endpoint request URI: ')
    expect(log).toContain('Received response. Status: 200, Integration latency: 0 ms')
    expect(log).toContain('Method completed with status: 201')
  })

  it('answers what a client would be answered when the back end is not there', async () => {
    const management = createManagement({ backEnds: { logger: false } })
    const place = await withFunction(management)
    const { output } = await management.call('TestInvokeMethod', { ...place, httpMethod: 'POST' })
    expect(output).toMatchObject({ status: 500 })
    expect(output['log']).toContain('Execution failed')
  })

  it('gives the mock stage variables and headers of the test', async () => {
    const management = createManagement()
    const place = await createMockApi(management, '$stageVariables.wing $input.params("x-desk")')
    const { output } = await management.call('TestInvokeMethod', {
      ...place,
      httpMethod: 'GET',
      headers: { 'x-desk': 'main' },
      stageVariables: { wing: 'east' },
    })
    expect(output).toMatchObject({ status: 200, body: 'east main' })
  })
})

describe('TestInvokeAuthorizer', () => {
  it('says whom the authorizer lets pass, and what a client is answered that it does not', async () => {
    const management = createManagement({
      backEnds: {
        functions: {
          lend: async (event: { authorizationToken: string; methodArn: string }) => ({
            principalId: 'ada',
            policyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Action: 'execute-api:Invoke',
                  Effect: event.authorizationToken === 'good' ? 'Allow' : 'Deny',
                  Resource: event.methodArn,
                },
              ],
            },
          }),
        },
      },
    })
    const { restApiId } = await createMockApi(management)
    const { output: authorizer } = await management.call('CreateAuthorizer', {
      restApiId,
      name: 'doorkeeper',
      type: 'TOKEN',
      authorizerUri: LEND,
      identitySource: 'method.request.header.Authorization',
    })
    const authorizerId = String(authorizer['id'])
    const test = async (token: string): Promise<unknown> => {
      const headers = { Authorization: token }
      return (await management.call('TestInvokeAuthorizer', { restApiId, authorizerId, headers })).output
    }
    expect(await test('good')).toMatchObject({ clientStatus: 0, principalId: 'ada' })
    expect(await test('bad')).toMatchObject({ clientStatus: 403 })
  })
})
