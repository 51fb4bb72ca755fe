import { createGateway, type Gateway } from '../../../src/index.js'

/** What the smoke tests run in each runtime: a template, and a function with bytes, cookies and an event. */
export function createSmokeGateway(): Gateway {
  const uri =
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'
  return createGateway({
    definition: {
      openapi: '3.0.1',
      info: { title: 'smoke', version: '1' },
      paths: {
        '/mock': {
          get: {
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'mock',
              requestTemplates: { 'application/json': '{"statusCode": 200}' },
              responses: {
                default: {
                  statusCode: '200',
                  responseTemplates: { 'application/json': '{"from":"$context.identity.sourceIp"}' },
                },
              },
            },
          },
        },
        '/function': {
          post: {
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
          },
        },
      },
    },
    functions: {
      f: async (event: unknown) => ({
        statusCode: 201,
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
        body: JSON.stringify(event),
      }),
    },
  })
}
