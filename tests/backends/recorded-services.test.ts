import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { signatureFault, startRecorder, type Keys, type Recorder } from './recorder.js'
import { JSON_BODY, ROLE, serviceDefinition, type ServiceOperation } from './service-gateway.js'
import { createGateway } from '../../src/index.js'

const KEYS: Keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret/+key', sessionToken: 'token' }
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders'
const FORM = 'application/x-www-form-urlencoded'

/** A call through the gateway, and what must come over the wire: written down from the services' API references. */
interface ServiceCase {
  readonly operation: ServiceOperation
  readonly signedFor: string
  readonly path?: string
  readonly contentType?: string
  readonly target?: string
  readonly body: unknown
  /** The service's answer, and what the response template makes of it. */
  readonly reply: object
  readonly answer: unknown
}

const CASES: Readonly<Record<string, ServiceCase>> = {
  'Step Functions, StartExecution': {
    operation: {
      uri: 'states:action/StartExecution',
      request: `{"stateMachineArn":"${MACHINE}","input":"$util.escapeJavaScript($input.json('$'))"}`,
      responses: responses(`{"execution":$input.json('$.executionArn')}`),
    },
    signedFor: 'states',
    contentType: 'application/x-amz-json-1.0',
    target: 'AWSStepFunctions.StartExecution',
    body: { stateMachineArn: MACHINE, input: '{"id":"7"}' },
    reply: { executionArn: 'arn:x', startDate: 1.7e9 },
    answer: { execution: 'arn:x' },
  },
  'Step Functions, StartSyncExecution': {
    operation: {
      uri: 'states:action/StartSyncExecution',
      request: `{"stateMachineArn":"${MACHINE}","input":"{}"}`,
      responses: responses(`{"status":$input.json('$.status'),"output":$util.parseJson($input.path('$.output')).sum}`),
    },
    signedFor: 'states',
    contentType: 'application/x-amz-json-1.0',
    target: 'AWSStepFunctions.StartSyncExecution',
    body: { stateMachineArn: MACHINE, input: '{}' },
    reply: { status: 'SUCCEEDED', output: '{"sum":3}' },
    answer: { status: 'SUCCEEDED', output: 3 },
  },
  'EventBridge, PutEvents': {
    operation: {
      uri: 'events:action/PutEvents',
      request: `{"Entries":[{"Source":"shop","DetailType":"order","Detail":"$util.escapeJavaScript($input.json('$'))"}]}`,
      responses: responses(`{"failed":$input.path('$.FailedEntryCount')}`),
    },
    signedFor: 'events',
    contentType: 'application/x-amz-json-1.1',
    target: 'AWSEvents.PutEvents',
    body: { Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{"id":"7"}' }] },
    reply: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
    answer: { failed: 0 },
  },
  'Kinesis, PutRecord': {
    operation: {
      uri: 'kinesis:action/PutRecord',
      request: `{"StreamName":"clicks","PartitionKey":"k","Data":"$util.base64Encode($input.json('$'))"}`,
      responses: responses(`{"shard":$input.json('$.ShardId')}`),
    },
    signedFor: 'kinesis',
    contentType: 'application/x-amz-json-1.1',
    target: 'Kinesis_20131202.PutRecord',
    body: { StreamName: 'clicks', PartitionKey: 'k', Data: 'eyJpZCI6IjcifQ==' },
    reply: { ShardId: 'shardId-0', SequenceNumber: '49' },
    answer: { shard: 'shardId-0' },
  },
  'Secrets Manager, GetSecretValue': {
    operation: {
      uri: 'secretsmanager:action/GetSecretValue',
      request: `{"SecretId":"order/$input.path('$.id')"}`,
      responses: responses(`{"secret":$input.json('$.SecretString')}`),
    },
    signedFor: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    target: 'secretsmanager.GetSecretValue',
    body: { SecretId: 'order/7' },
    reply: { Name: 'order/7', SecretString: 's3' },
    answer: { secret: 's3' },
  },
  'SSM, GetParameter': {
    operation: {
      uri: 'ssm:action/GetParameter',
      request: `{"Name":"/orders/$input.path('$.id')"}`,
      responses: responses(`{"value":$input.json('$.Parameter.Value')}`),
    },
    signedFor: 'ssm',
    contentType: 'application/x-amz-json-1.1',
    target: 'AmazonSSM.GetParameter',
    body: { Name: '/orders/7' },
    reply: { Parameter: { Value: 'on' } },
    answer: { value: 'on' },
  },
  'SES, SendEmail': {
    operation: {
      uri: 'email:action/SendEmail',
      requestParameters: { 'integration.request.header.Content-Type': `'${FORM}'` },
      request:
        "Source=a%40b.example&Destination.ToAddresses.member.1=c%40d.example&Message.Subject.Data=$util.urlEncode('Hi & bye')&Message.Body.Text.Data=$input.path('$.id')",
      responses: responses(`{"id":$input.json('$.SendEmailResponse.SendEmailResult.MessageId')}`),
    },
    signedFor: 'ses',
    contentType: FORM,
    body: {
      Action: 'SendEmail',
      Version: '2010-12-01',
      Source: 'a@b.example',
      'Destination.ToAddresses.member.1': 'c@d.example',
      'Message.Subject.Data': 'Hi & bye',
      'Message.Body.Text.Data': '7',
    },
    reply: { SendEmailResponse: { SendEmailResult: { MessageId: 'm-1' } } },
    answer: { id: 'm-1' },
  },
  'IoT data, Publish': {
    operation: {
      uri: 'iotdata:path/topics/orders%2Fnew?qos=1',
      request: `{"order":"$input.path('$.id')"}`,
      responses: responses('{"published":true}'),
    },
    signedFor: 'iotdata',
    path: '/topics/orders%2Fnew?qos=1',
    body: { order: '7' },
    reply: {},
    answer: { published: true },
  },
  'Lambda, a path of its API': {
    operation: {
      uri: 'lambda:path/2015-03-31/functions/work/aliases',
      httpMethod: 'POST',
      request: `{"Name":"live","FunctionVersion":"$input.path('$.id')"}`,
      responses: responses(`{"alias":$input.json('$.AliasArn')}`),
    },
    signedFor: 'lambda',
    path: '/2015-03-31/functions/work/aliases',
    body: { Name: 'live', FunctionVersion: '7' },
    reply: { AliasArn: 'arn:y' },
    answer: { alias: 'arn:y' },
  },
}

function responses(template: string): NonNullable<ServiceOperation['responses']> {
  return {
    default: { statusCode: '200', responseTemplates: { 'application/json': template } },
    '4\\d{2}': {
      statusCode: '502',
      responseTemplates: { 'application/json': '{"refused":$input.json("$.__type")}' },
    },
  }
}

describe('services that are recorded', () => {
  const roles: Array<string | undefined> = []
  let recorder: Recorder
  let gateway: Gateway

  beforeAll(async () => {
    recorder = await startRecorder(KEYS)
    const names = Object.values(CASES).map(({ operation }) => operation.uri.split(':')[0] as string)
    const operations = Object.values(CASES).map(({ operation }, at) => [`POST /${at}`, operation] as const)
    gateway = createGateway({
      definition: serviceDefinition(Object.fromEntries(operations)),
      services: Object.fromEntries(names.map((name) => [name, recorder.url])),
      credentials: { role: (role) => (roles.push(role), KEYS) },
      logger: false,
    })
  })
  afterAll(async () => {
    await gateway.close()
    await recorder.stop()
  })

  it.each(Object.entries(CASES))('are called signed and by their protocol: %s', async (name, wanted) => {
    recorder.replies.push({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wanted.reply) })
    const path = `/prod/${Object.keys(CASES).indexOf(name)}`
    const response = await gateway.handle({ method: 'POST', path, headers: JSON_BODY, body: '{"id":"7"}' })
    const sent = recorder.requests.at(-1)
    expect([response.statusCode, response.json()]).toEqual([200, wanted.answer])
    expect([sent?.method, sent?.url]).toEqual(['POST', wanted.path ?? '/'])
    expect(sent?.headers.authorization).toContain(`/us-east-1/${wanted.signedFor}/aws4_request`)
    expect(sent?.headers['x-amz-target']).toBe(wanted.target)
    if (wanted.contentType !== undefined) expect(sent?.headers['content-type']).toBe(wanted.contentType)
    const text = sent?.body.toString() ?? ''
    expect(wanted.contentType === FORM ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)).toEqual(
      wanted.body,
    )
    expect(roles.at(-1)).toBe(ROLE)
  })

  it('refuse what is signed with another key: the recorder does look', async () => {
    const stranger = createGateway({
      definition: serviceDefinition({ 'POST /x': (CASES['SSM, GetParameter'] as ServiceCase).operation }),
      services: { ssm: recorder.url },
      credentials: { role: () => ({ ...KEYS, secretAccessKey: 'another' }) },
      logger: false,
    })
    const response = await stranger.handle({ method: 'POST', path: '/prod/x', headers: JSON_BODY, body: '{}' })
    expect([response.statusCode, response.json()]).toEqual([502, { refused: 'InvalidSignatureException' }])
    const sent = recorder.requests.at(-1)
    expect(sent && (await signatureFault(sent, KEYS))).toContain('The signature should be')
    await stranger.close()
  })

  it('are not called at all without keys for the role', async () => {
    const before = recorder.requests.length
    const bare = createGateway({
      definition: serviceDefinition({ 'POST /x': (CASES['SSM, GetParameter'] as ServiceCase).operation }),
      services: { ssm: recorder.url },
      logger: false,
    })
    expect((await bare.handle({ method: 'POST', path: '/prod/x', headers: JSON_BODY, body: '{}' })).statusCode).toBe(
      500,
    )
    expect(recorder.requests.length).toBe(before)
    await bare.close()
  })
})
