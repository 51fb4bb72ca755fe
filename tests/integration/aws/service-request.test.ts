import { describe, expect, it } from 'vitest'
import { HeaderList } from '../../../src/http/header-list.js'
import { serviceUrl } from '../../../src/integration/aws/service-address.js'
import { buildServiceRequest, type ServiceRequest } from '../../../src/integration/aws/service-request.js'
import { parseServiceUri } from '../../../src/integration/aws/service-uri.js'
import { findService, serviceNames } from '../../../src/integration/aws/services.js'

const ARN = 'arn:aws:apigateway:us-east-1'

function build(
  rest: string,
  parts: { method?: string; headers?: Array<[string, string]>; body?: string } = {},
): ServiceRequest {
  const { method = 'POST', headers = [], body } = parts
  return buildServiceRequest(parseServiceUri(`${ARN}:${rest}`), { method, headers: new HeaderList(headers), body })
}

describe('URIs of services', () => {
  it.each([
    ['sqs:path/123/q', { service: 'sqs', path: '/123/q', query: '' }],
    ['s3:path//b/k?acl', { service: 's3', path: '/b/k', query: 'acl' }],
    ['my.bucket.s3:path/k', { service: 's3', subdomain: 'my.bucket', path: '/k' }],
    ['runtime.sagemaker:path/endpoints/e/invocations', { service: 'sagemaker', subdomain: 'runtime' }],
    ['dynamodb:action/PutItem?a=b', { service: 'dynamodb', action: 'PutItem', path: '/', query: 'a=b' }],
  ])('%s', (rest, expected) => {
    expect(parseServiceUri(`${ARN}:${rest}`)).toMatchObject({ region: 'us-east-1', partition: 'aws', ...expected })
  })

  it.each([
    '',
    'http://a.example/',
    `${ARN}:sqs`,
    `${ARN}:sqs:other/x`,
    `${ARN}:s q s:path/x`,
    'arn:aws:lambda:us-east-1:1:function:f',
  ])('are not %j', (uri) =>
    expect(() => parseServiceUri(uri)).toThrow(expect.objectContaining({ kind: 'invalid-uri' })),
  )

  it.each([
    ['dynamodb:action/X', 'https://dynamodb.us-east-1.amazonaws.com/'],
    ['states:action/StartExecution', 'https://states.us-east-1.amazonaws.com/'],
    ['states:action/StartSyncExecution', 'https://sync-states.us-east-1.amazonaws.com/'],
    ['ses:action/X', 'https://email.us-east-1.amazonaws.com/'],
    ['my-bucket.s3:path/k', 'https://my-bucket.s3.us-east-1.amazonaws.com/k'],
    ['runtime.sagemaker:path/e', 'https://runtime.sagemaker.us-east-1.amazonaws.com/e'],
    ['a1b2c3-ats.iotdata:path/topics/t', 'https://a1b2c3-ats.iot.us-east-1.amazonaws.com/topics/t'],
    ['iam:action/X', 'https://iam.amazonaws.com/'],
    ['newthing:path/x', 'https://newthing.us-east-1.amazonaws.com/x'],
  ])('lead %s to %s', (rest, url) => {
    const uri = parseServiceUri(`${ARN}:${rest}`)
    expect(serviceUrl(uri, findService(uri.service), undefined, uri.path, uri.query)).toBe(url)
  })

  it('lead to a base address, buckets in the path', () => {
    const uri = parseServiceUri(`${ARN}:my-bucket.s3:path/k?x=1`)
    expect(serviceUrl(uri, undefined, 'http://localhost:4566/', uri.path, uri.query)).toBe(
      'http://localhost:4566/my-bucket/k?x=1',
    )
    const china = parseServiceUri('arn:aws-cn:apigateway:cn-north-1:sqs:path/x')
    expect(serviceUrl(china, undefined, undefined, '/x', '')).toBe('https://sqs.cn-north-1.amazonaws.com.cn/x')
  })
})

describe('actions', () => {
  it('of JSON services carry target and content type', () => {
    const request = build('dynamodb:action/PutItem', {
      headers: [['Content-Type', 'application/json']],
      body: '{"TableName":"t"}',
    })
    expect(request).toMatchObject({ method: 'POST', path: '/', query: '', body: '{"TableName":"t"}' })
    expect(Object.fromEntries(request.headers)).toEqual({
      Accept: 'application/json',
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'DynamoDB_20120810.PutItem',
    })
    expect(build('events:action/PutEvents', { body: '{}' }).headers.get('content-type')).toBe(
      'application/x-amz-json-1.1',
    )
  })

  it('keep a target and a JSON type that the definition sets', () => {
    const headers: Array<[string, string]> = [
      ['X-Amz-Target', 'Mine.Do'],
      ['Content-Type', 'application/x-amz-json-1.1'],
    ]
    const request = build('dynamodb:action/PutItem', { headers, body: '{}' })
    expect([request.headers.get('x-amz-target'), request.headers.get('content-type')]).toEqual([
      'Mine.Do',
      'application/x-amz-json-1.1',
    ])
  })

  it('of query services are forms, from the query string too', () => {
    const request = build('sns:action/Publish?TopicArn=t&Message=a%20b')
    expect(request.body).toBe('Action=Publish&Version=2010-03-31&TopicArn=t&Message=a%20b')
    expect([request.query, request.headers.get('content-type')]).toEqual(['', 'application/x-www-form-urlencoded'])
    const form: Array<[string, string]> = [['Content-Type', 'application/x-www-form-urlencoded']]
    expect(build('sqs:action/SendMessage', { headers: form, body: 'Action=SendMessage&MessageBody=x' }).body).toBe(
      'Version=2012-11-05&Action=SendMessage&MessageBody=x',
    )
    const get = build('sqs:action/ListQueues', { method: 'GET', headers: [['Content-Type', 'application/json']] })
    expect(get).toMatchObject({ query: 'Action=ListQueues&Version=2012-11-05', body: undefined })
    expect(get.headers.has('content-type')).toBe(false)
  })

  it('of JSON services with parameters in the query string and no body are forms (recorded of SSM)', () => {
    expect(build('ssm:action/GetParameter?Name=tone').body).toBe('Action=GetParameter&Version=2014-11-06&Name=tone')
  })

  it('of SQS are JSON where the definition says so', () => {
    const request = build('sqs:action/SendMessage', {
      headers: [['Content-Type', 'application/x-amz-json-1.0']],
      body: '{"QueueUrl":"u"}',
    })
    expect([request.headers.get('x-amz-target'), request.body]).toEqual(['AmazonSQS.SendMessage', '{"QueueUrl":"u"}'])
  })

  it.each([
    ['nosuch:action/Do', /nosuch:action\/Do: the actions of nosuch are not known/],
    ['s3:action/GetObject', /s3 has paths, not actions/],
    ['constructor:action/Do', /not known/],
    ['sqs:action/Send&Action=Delete', /no action's name/],
  ])('are refused by name: %s', (rest, message) => {
    expect(() => build(rest)).toThrow(message)
  })

  it('are described with all that their protocol needs', () => {
    for (const name of serviceNames()) {
      const service = findService(name)
      expect(service?.protocol.startsWith('json') ? service.targetPrefix : 'x', name).toBeTruthy()
    }
  })
})

it('passes paths on as they stand', () => {
  const request = build('sqs:path/1/q', {
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'Action=SendMessage&MessageBody={"a": 1}',
  })
  expect(request).toMatchObject({ path: '/1/q', query: '', body: 'Action=SendMessage&MessageBody={"a": 1}' })
})
