import { describe, expect, it } from 'vitest'
import { HeaderList } from '../../../src/http/header-list.js'
import type { ServiceCaller } from '../../../src/integration/aws/call-service.js'
import { invokeSubtype } from '../../../src/integration/aws/invoke-subtype.js'
import {
  buildSubtypeCall,
  checkSubtype,
  findSubtype,
  subtypeNames,
  type Subtype,
} from '../../../src/integration/aws/subtypes.js'
import type { ServiceCall } from '../../../src/integration/types.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'
import { makeCall } from '../make-request.js'

const build = (name: string, parameters: Record<string, string>) =>
  buildSubtypeCall(findSubtype(name) as Subtype, new Map(Object.entries(parameters)), 'eu-west-1')

describe('subtypes of HTTP APIs', () => {
  it('are the ten of the reference', () => {
    expect(subtypeNames().length).toBe(10)
    for (const name of subtypeNames()) expect(checkSubtype(name, findSubtype(name)?.required ?? [])).toEqual([])
  })

  it('are checked by name and parameter', () => {
    expect(checkSubtype('SQS-Send', [])).toMatchObject([{ allowed: expect.arrayContaining(['SQS-SendMessage']) }])
    expect(checkSubtype('constructor', []).length).toBe(1)
    expect(checkSubtype('SQS-SendMessage', ['QueueUrl', 'Body', 'Region'])).toMatchObject([
      { parameter: 'MessageBody', message: 'SQS-SendMessage needs the parameter MessageBody' },
      { parameter: 'Body', allowed: expect.arrayContaining(['MessageBody', 'Region']) },
    ])
  })

  it('write EventBridge entries', () => {
    const { uri, request } = build('EventBridge-PutEvents', {
      Detail: '{"a":1}',
      DetailType: 'note',
      Source: 'app',
      Time: '2024-01-15T12:00:00Z',
      Resources: '["r1","r2"]',
      Region: 'us-west-2',
    })
    expect(uri).toMatchObject({ service: 'events', region: 'us-west-2', action: 'PutEvents' })
    expect(request.headers.get('x-amz-target')).toBe('AWSEvents.PutEvents')
    expect(JSON.parse(request.body as string)).toEqual({
      Entries: [{ Detail: '{"a":1}', DetailType: 'note', Source: 'app', Time: 1705320000, Resources: ['r1', 'r2'] }],
    })
  })

  it('write SQS forms, lists and attributes numbered', () => {
    const { request } = build('SQS-SendMessage', {
      QueueUrl: 'https://sqs/1/q',
      MessageBody: 'a&b=c',
      MessageAttributes: '{"lane":{"DataType":"String","StringValue":"fast 7"}}',
    })
    expect(Object.fromEntries(new URLSearchParams(request.body as string))).toEqual({
      Action: 'SendMessage',
      Version: '2012-11-05',
      QueueUrl: 'https://sqs/1/q',
      MessageBody: 'a&b=c',
      'MessageAttribute.1.Name': 'lane',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'fast 7',
    })
    const receive = build('SQS-ReceiveMessage', { QueueUrl: 'u', AttributeNames: 'All, SentTimestamp' })
    expect(receive.request.body).toContain('AttributeName.1=All&AttributeName.2=SentTimestamp')
  })

  it('write Step Functions fields in its own case, Kinesis data in base64, AppConfig as a path', () => {
    const start = build('StepFunctions-StartExecution', { StateMachineArn: 'arn', Input: '{}', Name: 'n' })
    expect(JSON.parse(start.request.body as string)).toEqual({ stateMachineArn: 'arn', input: '{}', name: 'n' })
    const put = build('Kinesis-PutRecord', { StreamName: 's', Data: 'text', PartitionKey: 'k' })
    expect(JSON.parse(put.request.body as string)).toEqual({ StreamName: 's', Data: 'dGV4dA==', PartitionKey: 'k' })
    const read = build('AppConfig-GetConfiguration', {
      Application: '../a/b',
      Environment: 'e',
      Configuration: 'c',
      ClientId: 'x y',
    })
    expect(read.request).toMatchObject({
      method: 'GET',
      path: '/applications/%2E%2E%2Fa%2Fb/environments/e/configurations/c',
      query: 'client_id=x%20y',
    })
  })

  it('take no host name for a region', () => {
    expect(build('SQS-PurgeQueue', { QueueUrl: 'u', Region: 'evil.example/x' }).uri.region).toBe('eu-west-1')
  })

  it('call the function in the place of the service, with the parameters as the integration names them', async () => {
    const calls: ServiceCall[] = []
    const answer = { statusCode: 200, headers: new HeaderList(), body: '<ok/>' }
    const caller: ServiceCaller = {
      http: () => Promise.reject(new Error('no network')),
      services: { sqs: (call) => (calls.push(call), answer) },
      sign: () => expect.unreachable(),
    }
    const call = makeCall(createVirtualClock())
    const parameters = new Map([
      ['QueueUrl', 'u'],
      ['MessageBody', 'm'],
    ])
    const invocation = { subtype: 'SQS-SendMessage', parameters, roleArn: undefined, call }
    expect(await invokeSubtype(caller, invocation)).toBe(answer)
    expect(calls[0]).toMatchObject({
      service: 'sqs',
      action: 'SendMessage',
      url: 'https://sqs.us-east-1.amazonaws.com/',
      parameters,
    })
    await expect(invokeSubtype(caller, { ...invocation, parameters: new Map() })).rejects.toMatchObject({
      kind: 'internal',
    })
  })
})
