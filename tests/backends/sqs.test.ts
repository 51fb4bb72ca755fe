import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { JSON_BODY, KEYS, REGION, serviceGateway, type ServiceOperation } from './service-gateway.js'
import { startQueuesTopicsAndBuckets, startSqs, type Backend } from './start-backends.js'

const ACCOUNT = '123456789012'
const TASK = { task: 'sweep & "mop"', at: 'Ærø + 100 %' }

function post(gateway: Gateway, path: string, body: unknown = {}) {
  return gateway.handle({ method: 'POST', path: `/prod${path}`, headers: JSON_BODY, body: JSON.stringify(body) })
}

async function receive(client: SQSClient, url: string) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'], WaitTimeSeconds: 2 }),
  )
  return Messages.map(({ Body, MessageAttributes }) => ({ body: Body, attributes: MessageAttributes }))
}

describe('SQS by its query protocol behind a REST API', () => {
  const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" }
  const QUEUE = `/${ACCOUNT}/work`
  // local-aws-sqs takes the queue from the form, not from the path. XML goes through the template as text, as it does in the service.
  const received = `#set($parts = $input.body.split('<Body>'))
{"messages":[#if($parts.size() > 1)#foreach($part in $parts)#if($foreach.index > 0)"$util.escapeJavaScript($part.split('</Body>')[0])"#if($foreach.hasNext),#end#end#end#end]}`
  const operations: Record<string, ServiceOperation> = {
    'POST /jobs': {
      uri: `sqs:path${QUEUE}`,
      requestParameters: FORM,
      request:
        "Action=SendMessage&QueueUrl=$util.urlEncode('http://queues/123456789012/work')&MessageBody=$util.urlEncode($input.body)&MessageAttribute.1.Name=task&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$util.urlEncode($input.path('$.task'))",
      responses: {
        default: {
          statusCode: '202',
          responseTemplates: {
            'application/json': '{"queued":#if($input.body.contains("<MessageId>"))true#{else}false#end}',
          },
        },
        '4\\d\\d': { statusCode: '400', responseTemplates: { 'application/json': '{"message":"refused"}' } },
      },
    },
    'POST /elsewhere': {
      uri: `sqs:path/${ACCOUNT}/nowhere`,
      requestParameters: FORM,
      request: 'Action=SendMessage&MessageBody=x',
      responses: {
        default: { statusCode: '202' },
        '4\\d\\d': { statusCode: '400', responseTemplates: { 'application/json': '{"message":"refused"}' } },
      },
    },
    'POST /by-action': {
      uri: 'sqs:action/SendMessage',
      requestParameters: {
        'integration.request.querystring.QueueUrl': `'https://sqs.us-east-1.amazonaws.com${QUEUE}'`,
        'integration.request.querystring.MessageBody': 'method.request.body.task',
      },
    },
    'GET /jobs': {
      uri: 'sqs:action/ReceiveMessage',
      requestParameters: { 'integration.request.querystring.QueueUrl': `'http://queues${QUEUE}'` },
      responses: { default: { statusCode: '200', responseTemplates: { 'application/json': received } } },
    },
  }
  let backend: Backend
  let gateway: Gateway
  let client: SQSClient
  let url: string

  beforeAll(async () => {
    backend = await startSqs('work')
    url = `${backend.url}${QUEUE}`
    client = new SQSClient({ endpoint: backend.url, region: REGION, credentials: KEYS })
    gateway = serviceGateway(operations, { sqs: backend.url })
  })
  afterAll(async () => {
    await gateway.close()
    client.destroy()
    await backend.stop()
  })

  it('takes a form that a template wrote; the SDK receives the message', async () => {
    const sent = await post(gateway, '/jobs', TASK)
    expect([sent.statusCode, sent.json()]).toEqual([202, { queued: true }])
    const [message] = await receive(client, url)
    expect(JSON.parse(message?.body ?? '')).toEqual(TASK)
    expect(message?.attributes?.['task']?.StringValue).toBe(TASK.task)
  })

  it('takes an action whose parameters come from the request', async () => {
    expect((await post(gateway, '/by-action', TASK)).statusCode).toBe(200)
    expect(await receive(client, url)).toMatchObject([{ body: TASK.task }])
  })

  it('gives what the SDK sent, through the response template', async () => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'from the SDK' }))
    const read = await gateway.handle({ method: 'GET', path: '/prod/jobs' })
    expect([read.statusCode, read.json()]).toEqual([200, { messages: ['from the SDK'] }])
  })

  it('maps a refusal', async () => {
    const refused = await post(gateway, '/elsewhere')
    expect([refused.statusCode, refused.json()]).toEqual([400, { message: 'refused' }])
  })
})

describe('SQS by its JSON protocol behind a REST API', () => {
  const JSON_PROTOCOL = { 'integration.request.header.Content-Type': "'application/x-amz-json-1.0'" }
  let backend: Backend
  let gateway: Gateway
  let client: SQSClient
  let url: string

  beforeAll(async () => {
    backend = await startQueuesTopicsAndBuckets()
    client = new SQSClient({ endpoint: backend.url, region: REGION, credentials: KEYS })
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'work' }))
    url = QueueUrl
    gateway = serviceGateway(
      {
        'POST /jobs': {
          uri: 'sqs:action/SendMessage',
          requestParameters: JSON_PROTOCOL,
          request: `{"QueueUrl": "${QueueUrl}", "MessageBody": "$util.escapeJavaScript($input.body).replaceAll("\\\\'", "'")"}`,
          responses: {
            default: {
              statusCode: '202',
              responseTemplates: { 'application/json': `{"id":$input.json('$.MessageId')}` },
            },
          },
        },
        'GET /jobs': {
          uri: 'sqs:action/ReceiveMessage',
          requestParameters: JSON_PROTOCOL,
          request: `{"QueueUrl": "${QueueUrl}", "MaxNumberOfMessages": 1}`,
          responses: {
            default: {
              statusCode: '200',
              responseTemplates: { 'application/json': `{"bodies":$input.json('$.Messages[*].Body')}` },
            },
          },
        },
      },
      { sqs: backend.url },
    )
  })
  afterAll(async () => {
    await gateway.close()
    client.destroy()
    await backend.stop()
  })

  it('stores what a template wrote; the SDK receives it', async () => {
    const sent = await post(gateway, '/jobs', TASK)
    expect([sent.statusCode, sent.json()]).toEqual([202, { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }])
    const [message] = await receive(client, url)
    expect(JSON.parse(message?.body ?? '')).toEqual(TASK)
  })

  it('gives what the SDK sent, through the response template', async () => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'from the SDK' }))
    const read = await gateway.handle({ method: 'GET', path: '/prod/jobs' })
    expect([read.statusCode, read.json()]).toEqual([200, { bodies: ['from the SDK'] }])
  })
})
