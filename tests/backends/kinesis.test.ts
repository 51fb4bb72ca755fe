import { AwsClient } from 'aws4fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { JSON_BODY, KEYS, REGION, serviceGateway } from './service-gateway.js'
import { startKinesis, type Backend } from './start-backends.js'

const PUT = `{
  "StreamName": "visits",
  "Data": "$util.base64Encode($input.json('$.visit'))",
  "PartitionKey": "$input.path('$.who')"
}`
const ITERATOR = `{ "StreamName": "visits", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON" }`
const GET = `{ "ShardIterator": "$input.path('$.iterator')" }`
const RECORDS = `[#foreach($record in $input.path('$.Records'))$util.base64Decode($record.Data)#if($foreach.hasNext),#end#end]`

const ok = (template: string) => ({
  default: { statusCode: '200', responseTemplates: { 'application/json': template } },
})

let backend: Backend
let gateway: Gateway
let client: AwsClient

/** Calls an action as any client of Kinesis would. */
async function call(action: string, input: object): Promise<Record<string, unknown>> {
  const response = await client.fetch(backend.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Kinesis_20131202.${action}` },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

beforeAll(async () => {
  backend = await startKinesis()
  client = new AwsClient({ ...KEYS, region: REGION, service: 'kinesis' })
  await call('CreateStream', { StreamName: 'visits', ShardCount: 1 })
  for (let tries = 0; tries < 50; tries++) {
    const { StreamDescription } = await call('DescribeStream', { StreamName: 'visits' })
    if ((StreamDescription as { StreamStatus: string }).StreamStatus === 'ACTIVE') break
  }
  gateway = serviceGateway(
    {
      'POST /visits': {
        uri: 'kinesis:action/PutRecord',
        request: PUT,
        responses: ok(`{"shard":"$input.path('$.ShardId')"}`),
      },
      'POST /iterator': {
        uri: 'kinesis:action/GetShardIterator',
        request: ITERATOR,
        responses: ok(`{"iterator":"$input.path('$.ShardIterator')"}`),
      },
      'POST /records': { uri: 'kinesis:action/GetRecords', request: GET, responses: ok(RECORDS) },
    },
    { kinesis: backend.url },
  )
})

afterAll(async () => {
  await gateway.close()
  await backend.stop()
})

const post = (path: string, body: object) =>
  gateway.handle({ method: 'POST', path: `/prod${path}`, headers: JSON_BODY, body: JSON.stringify(body) })

describe('Kinesis, by kinesalite', () => {
  it('takes a record through the gateway that a client reads, and the reverse', async () => {
    const put = await post('/visits', { who: 'ann', visit: { page: '/a"b' } })
    expect(put.json()).toEqual({ shard: 'shardId-000000000000' })
    const Data = Buffer.from('{"page":"/b"}').toString('base64')
    await call('PutRecord', { StreamName: 'visits', Data, PartitionKey: 'bob' })

    const { ShardIterator } = await call('GetShardIterator', JSON.parse(ITERATOR) as object)
    const { Records } = await call('GetRecords', { ShardIterator })
    const read = (Records as Array<{ Data: string }>).map((record) => Buffer.from(record.Data, 'base64').toString())
    expect(read.map((text) => JSON.parse(text) as unknown)).toEqual([{ page: '/a"b' }, { page: '/b' }])

    const iterator = (await post('/iterator', {})).json() as { iterator: string }
    expect((await post('/records', iterator)).json()).toEqual([{ page: '/a"b' }, { page: '/b' }])
  })
})
