import { expect, test } from 'vitest'
import { diffContracts } from '../../src/contract/index.js'
import { createGateway, type Gateway, HeaderList } from '../../src/index.js'
import { importApi } from '../../src/openapi/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { type Doc, REST_DEFINITION } from './rest-definition.js'
import { REST_EDITS } from './rest-edits.js'

const encoder = new TextEncoder()

function gatewayOf(definition: Doc): Gateway {
  const allow = async (event: { readonly methodArn: string }): Promise<object> => ({
    principalId: 'me',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
    },
  })
  const made = async (): Promise<object> => ({ id: 8, name: 'Tom' })
  return createGateway({
    apis: { pets: { definition, stages: { prod: { variables: { state: 'up', table: 'pets' } } } } },
    clock: createVirtualClock(),
    random: createSeededRandom('contract'),
    functions: {
      list: async () => ({ statusCode: 200, body: '[]' }),
      create: made,
      make: made,
      authorize: allow,
      allow,
    },
    http: async () => ({
      statusCode: 200,
      headers: new HeaderList([['Content-Type', 'application/json']]),
      body: encoder.encode('{"id": 7}'),
    }),
    apiKeys: [{ id: 'k', value: 'key-of-twenty-letters' }],
    usagePlans: [{ apiKeyIds: ['k'], apiStages: [{ apiId: 'pets', stage: 'prod' }] }],
    logger: false,
    onFinding: () => 'warning',
  })
}

const KEY = { 'x-api-key': 'key-of-twenty-letters' }
const TOKEN = { Authorization: 'Bearer something' }
const JSON_BODY = { 'Content-Type': 'application/json' }
/** Requests of clients that work. */
const REQUESTS = [
  { method: 'POST', path: '/prod/pets', headers: JSON_BODY, body: '{"name": "Tom", "kind": "cat", "age": 3}' },
  { method: 'POST', path: '/prod/pets', headers: JSON_BODY, body: '{"name": "Tom", "owner": {"email": "a@b"}}' },
  { method: 'POST', path: '/prod/pets?dry=1', headers: JSON_BODY, body: '{"name": "Tom", "tags": ["a"], "extra": 1}' },
  { method: 'GET', path: '/prod/pets/7', headers: KEY },
  { method: 'GET', path: '/prod/status' },
  { method: 'OPTIONS', path: '/prod/pets', headers: { Origin: 'https://app.example' } },
  { method: 'GET', path: '/prod/files/a/b.txt', headers: TOKEN },
  { method: 'PUT', path: '/prod/files/a', headers: TOKEN, body: 'x' },
]

async function answersOf(gateway: Gateway): Promise<unknown[]> {
  const answers = REQUESTS.map(async (request) => {
    const response = await gateway.handle({ ...request, host: 'pets.execute-api.us-east-1.amazonaws.com' })
    return [`${request.method} ${request.path}`, response.statusCode, response.text()]
  })
  return Promise.all(answers)
}

const before = importApi(REST_DEFINITION, { apiId: 'pets' }).api
const known = answersOf(gatewayOf(REST_DEFINITION))

test('clients of the definition work', async () => {
  expect((await known).map((answer) => (answer as unknown[])[1])).toEqual([201, 201, 201, 200, 200, 200, 200, 200])
})

const edited = REST_EDITS.map(([name, edit]) => {
  const definition = structuredClone(REST_DEFINITION)
  edit(definition)
  const changes = diffContracts(before, importApi(definition, { apiId: 'pets' }).api)
  return { name, definition, isSafe: changes.every(({ effect }) => effect === 'safe') }
})

test.each(edited.filter(({ isSafe }) => isSafe))('clients go on working: $name', async ({ definition }) => {
  expect(await answersOf(gatewayOf(definition))).toEqual(await known)
})
