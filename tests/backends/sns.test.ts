import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { JSON_BODY, KEYS, REGION, serviceGateway } from './service-gateway.js'
import { startQueuesTopicsAndBuckets, type Backend } from './start-backends.js'

/** What SNS wraps a message in for its queues. */
interface Notification {
  readonly Subject?: string
  readonly Message: string
}

let backend: Backend
let gateway: Gateway
let sns: SNSClient
let sqs: SQSClient
let topic: string
let queue: string

beforeAll(async () => {
  backend = await startQueuesTopicsAndBuckets()
  const settings = { endpoint: backend.url, region: REGION, credentials: KEYS }
  sns = new SNSClient(settings)
  sqs = new SQSClient(settings)
  topic = (await sns.send(new CreateTopicCommand({ Name: 'news' }))).TopicArn ?? ''
  queue = (await sqs.send(new CreateQueueCommand({ QueueName: 'readers' }))).QueueUrl ?? ''
  const about = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['QueueArn'] }))
  const endpoint = about.Attributes?.['QueueArn'] ?? ''
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: endpoint }))
  gateway = serviceGateway(
    {
      'POST /news': {
        uri: 'sns:path//',
        requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
        request: `Action=Publish&TopicArn=$util.urlEncode('${topic}')&Subject=$util.urlEncode($input.path('$.title'))&Message=$util.urlEncode($input.json('$.text'))`,
        responses: {
          default: {
            statusCode: '202',
            responseTemplates: {
              'application/json': '{"id":"$input.body.split("<MessageId>")[1].split("</MessageId>")[0]"}',
            },
          },
        },
      },
      'GET /news': {
        uri: 'sqs:action/ReceiveMessage',
        requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.0'" },
        request: `{"QueueUrl":"${queue}","MaxNumberOfMessages":1}`,
        responses: {
          default: {
            statusCode: '200',
            responseTemplates: {
              'application/json': `#set($note = $util.parseJson($input.path('$.Messages[0].Body'))){"read":"$note.Message"}`,
            },
          },
        },
      },
    },
    { sns: backend.url, sqs: backend.url },
  )
})

afterAll(async () => {
  await gateway.close()
  sns.destroy()
  sqs.destroy()
  await backend.stop()
})

describe('SNS behind a REST API', () => {
  it('publishes what a template wrote; a subscribed queue gets it', async () => {
    const published = await gateway.handle({
      method: 'POST',
      path: '/prod/news',
      headers: JSON_BODY,
      body: JSON.stringify({ title: 'Rain & sun', text: 'täglich 50 % + mehr' }),
    })
    expect([published.statusCode, published.json()]).toEqual([202, { id: expect.stringMatching(/^[0-9a-f-]{36}$/) }])
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, WaitTimeSeconds: 2 }))
    const notification = JSON.parse(Messages[0]?.Body ?? '') as Notification
    expect(notification).toMatchObject({ Subject: 'Rain & sun', Message: '"täglich 50 % + mehr"' })
  })

  it('gives what the SDK published, by way of the queue', async () => {
    await sns.send(new PublishCommand({ TopicArn: topic, Message: 'from the SDK' }))
    const read = await gateway.handle({ method: 'GET', path: '/prod/news' })
    expect([read.statusCode, read.json()]).toEqual([200, { read: 'from the SDK' }])
  })
})
