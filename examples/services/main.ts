// A REST API whose methods are AWS services, with no function between: templates both ways. Runs against dynalite, which is
// DynamoDB in this process; with DYNAMODB=https://… it is any other.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import dynalite from 'dynalite'
// A user writes `from 'postern'`; the example runs from the source, so that a fresh clone needs no build.
import { createGateway } from '../../src/index.js'

const role = 'arn:aws:iam::123456789012:role/pets'
const action = (name: string, request: string, response: string): object => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': {
    type: 'aws',
    httpMethod: 'POST',
    uri: `arn:aws:apigateway:us-east-1:dynamodb:action/${name}`,
    credentials: role,
    passthroughBehavior: 'when_no_templates',
    requestTemplates: { 'application/json': request },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': response } } },
  },
})

const table = {
  TableName: 'pets',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
}
const key = `{"id":{"S":"$input.params('id')"}}`
const definition = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/tables/{id}': { put: action('CreateTable', JSON.stringify(table), '{"created":true}') },
    '/pets/{id}': {
      put: action(
        'PutItem',
        `{"TableName":"pets","Item":{"id":{"S":"$input.params('id')"},"name":{"S":$input.json('$.name')}}}`,
        '{"stored":true}',
      ),
      get: action('GetItem', `{"TableName":"pets","Key":${key}}`, `{"name":"$input.path('$.Item.name.S')"}`),
    },
  },
}

const emulator = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1')
await once(emulator, 'listening')
const address = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`
const gateway = createGateway({
  definition,
  services: { dynamodb: process.env['DYNAMODB'] ?? address },
  credentials: { role: () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }) },
})

const headers = { 'Content-Type': 'application/json' }
const calls = [
  { method: 'PUT', path: '/prod/tables/pets', body: '{}', wanted: '{"created":true}' },
  { method: 'PUT', path: '/prod/pets/rex', body: '{"name":"Rex"}', wanted: '{"stored":true}' },
  { method: 'GET', path: '/prod/pets/rex', wanted: '{"name":"Rex"}' },
]
for (const { wanted, ...request } of calls) {
  const response = await gateway.handle({ ...request, headers })
  console.log(`${request.method} ${request.path} → ${response.statusCode} ${response.text()}`)
  if (response.text() !== wanted) process.exitCode = 1
}
await gateway.close()
emulator.closeAllConnections()
emulator.close()
