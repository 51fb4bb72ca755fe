import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { JSON_BODY, KEYS, REGION, serviceGateway } from './service-gateway.js'
import { startDynamo, type Backend } from './start-backends.js'

const PUT = `#set($pet = $input.path('$'))
{
  "TableName": "pets",
  "Item": {
    "id": { "S": "$input.params('id')" },
    "name": { "S": "$util.escapeJavaScript($pet.name)" },
    "tags": { "L": [#foreach($tag in $pet.tags){ "S": "$tag" }#if($foreach.hasNext),#end#end] }
  },
  "ConditionExpression": "attribute_not_exists(id)"
}`
const GET = `{ "TableName": "pets", "Key": { "id": { "S": "$input.params('id')" } } }`
const QUERY = `{
  "TableName": "pets",
  "KeyConditionExpression": "id = :id",
  "ExpressionAttributeValues": { ":id": { "S": "$input.params('id')" } }
}`
const ITEM = `#set($item = $input.path('$.Item'))
#if($item.id.S == "")#set($context.responseOverride.status = 404){"message":"no such pet"}
#else{"id":"$item.id.S","name":"$item.name.S","tags":[#foreach($tag in $item.tags.L)"$tag.S"#if($foreach.hasNext),#end#end]}#end`

let backend: Backend
let gateway: Gateway
let client: DynamoDBClient

beforeAll(async () => {
  backend = await startDynamo()
  client = new DynamoDBClient({ endpoint: backend.url, region: REGION, credentials: KEYS })
  await client.send(
    new CreateTableCommand({
      TableName: 'pets',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  const conflict = {
    statusCode: '409',
    responseTemplates: { 'application/json': `{"message":"$input.path('$.__type')"}` },
  }
  gateway = serviceGateway(
    {
      'PUT /pets/{id}': {
        uri: 'dynamodb:action/PutItem',
        request: PUT,
        responses: {
          default: { statusCode: '201', responseTemplates: { 'application/json': '{"stored":true}' } },
          '400': conflict,
        },
      },
      'GET /pets/{id}': {
        uri: 'dynamodb:action/GetItem',
        request: GET,
        responses: { default: { statusCode: '200', responseTemplates: { 'application/json': ITEM } } },
      },
      'POST /pets/{id}/count': {
        uri: 'dynamodb:action/Query',
        request: QUERY,
        responses: {
          default: {
            statusCode: '200',
            responseTemplates: { 'application/json': `{"count":$input.path('$.Count')}` },
          },
        },
      },
    },
    { dynamodb: backend.url },
  )
})

afterAll(async () => {
  await gateway.close()
  client.destroy()
  await backend.stop()
})

describe('DynamoDB behind a REST API', () => {
  const put = (id: string, body: unknown) =>
    gateway.handle({ method: 'PUT', path: `/prod/pets/${id}`, headers: JSON_BODY, body: JSON.stringify(body) })

  it('stores what the template writes; the SDK reads it', async () => {
    const stored = await put('rex', { name: 'Rex "the" Ñandú', tags: ['big', 'old'] })
    expect([stored.statusCode, stored.json()]).toEqual([201, { stored: true }])
    const { Item } = await client.send(new GetItemCommand({ TableName: 'pets', Key: { id: { S: 'rex' } } }))
    expect(Item).toEqual({
      id: { S: 'rex' },
      name: { S: 'Rex "the" Ñandú' },
      tags: { L: [{ S: 'big' }, { S: 'old' }] },
    })
  })

  it('answers with what the SDK stored, through the response template', async () => {
    const Item = { id: { S: 'tom' }, name: { S: 'Tom' }, tags: { L: [{ S: 'cat' }] } }
    await client.send(new PutItemCommand({ TableName: 'pets', Item }))
    const read = await gateway.handle({ method: 'GET', path: '/prod/pets/tom' })
    expect([read.statusCode, read.json()]).toEqual([200, { id: 'tom', name: 'Tom', tags: ['cat'] }])
    const counted = await gateway.handle({
      method: 'POST',
      path: '/prod/pets/tom/count',
      headers: JSON_BODY,
      body: '{}',
    })
    expect(counted.json()).toEqual({ count: 1 })
    const missing = await gateway.handle({ method: 'GET', path: '/prod/pets/nobody' })
    expect([missing.statusCode, missing.json()]).toEqual([404, { message: 'no such pet' }])
  })

  it('maps a refusal of the service by its status', async () => {
    await put('once', { name: 'a', tags: [] })
    const again = await put('once', { name: 'b', tags: [] })
    expect(again.statusCode).toBe(409)
    expect(again.json()).toEqual({
      message: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    })
    const { Item } = await client.send(new GetItemCommand({ TableName: 'pets', Key: { id: { S: 'once' } } }))
    expect(Item?.['name']).toEqual({ S: 'a' })
  })
})
