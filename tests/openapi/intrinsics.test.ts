import { describe, expect, test } from 'vitest'
import type { ImportOptions } from '../../src/openapi/index.js'
import { importApi } from '../../src/openapi/index.js'

const FUNCTION_URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:ListPets/invocations'

function importIntegration(fields: object, options?: ImportOptions) {
  const integration = { type: 'aws_proxy', httpMethod: 'POST', ...fields }
  const document = {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: { '/pets': { get: { 'x-amazon-apigateway-integration': integration } } },
  }
  const { api, findings } = importApi(document, options)
  return { integration: api.resources.get('/pets')?.methods.get('GET')?.integration, findings }
}

describe('a function in a uri becomes its logical id', () => {
  const PREFIX = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/'
  test.each<[string, unknown]>([
    [
      'Fn::Sub',
      { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${ListPets.Arn}/invocations' },
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`${PREFIX}\${f}/invocations`, { f: { 'Fn::GetAtt': ['ListPets', 'Arn'] } }] },
    ],
    ['Fn::Join', { 'Fn::Join': ['', [PREFIX, { 'Fn::GetAtt': 'ListPets.Arn' }, '/invocations']] }],
    ['plain text', `${PREFIX}\${ListPets.Arn}/invocations`],
    [
      'a name',
      {
        'Fn::Sub': `${PREFIX}arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${ListPets}/invocations`,
      },
    ],
  ])('%s', (_, uri) => {
    const { integration, findings } = importIntegration({ uri })
    expect(integration?.uri).toBe(FUNCTION_URI)
    expect(findings).toEqual([])
  })
})

test('credentials become the name of the role', () => {
  const { integration, findings } = importIntegration({
    uri: FUNCTION_URI,
    credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
  })
  expect(integration?.credentials).toBe('Role')
  expect(findings).toEqual([])
})

test('parameters win, by logical id, attribute, export and pseudo parameter', () => {
  const { integration, findings } = importIntegration(
    {
      uri: { 'Fn::Sub': 'http://${Host}/${Queue.Name}' },
      requestTemplates: {
        a: { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-table' } },
        b: { 'Fn::Select': [1, { 'Fn::Split': [',', 'x,y'] }] },
        c: { 'Fn::If': ['Live', 'yes', 'no'] },
      },
    },
    {
      parameters: {
        Host: 'back.example',
        'Queue.Name': 'jobs',
        'AWS::StackName': 'shop',
        'shop-table': 'pets',
        Live: 'false',
      },
    },
  )
  expect(integration?.uri).toBe('http://back.example/jobs')
  expect(Object.fromEntries(integration?.requestTemplates ?? [])).toEqual({ a: 'pets', b: 'y', c: 'no' })
  expect(findings).toEqual([])
})

test('what has no value is a finding with its place, and the logical id stands for it', () => {
  const { integration, findings } = importIntegration({
    uri: FUNCTION_URI,
    requestTemplates: { 'application/json': { 'Fn::Sub': '{"t":"${Table}"}' } },
  })
  expect(integration?.requestTemplates.get('application/json')).toBe('{"t":"Table"}')
  expect(findings).toEqual([
    {
      level: 'warning',
      rule: 'definition/unresolved-intrinsic',
      pointer: '/paths/~1pets/get/x-amazon-apigateway-integration/requestTemplates/application~1json',
      message: 'Table has no value; give it in parameters as "Table".',
    },
  ])
})

test("the gateway's own variables stay", () => {
  const { integration } = importIntegration({
    uri: { 'Fn::Sub': 'http://${stageVariables.host}/${!stageVariables.path}' },
  })
  expect(integration?.uri).toBe('http://${stageVariables.host}/${stageVariables.path}')
})

test('an include that nobody put in is an error', () => {
  const document = {
    openapi: '3.0.1',
    info: { title: 'a' },
    paths: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'p.yaml' } } },
  }
  expect(importApi(document).findings).toMatchObject([
    { level: 'error', rule: 'definition/transform-not-applied', pointer: '/paths/Fn::Transform' },
  ])
})

test('a property of a schema may be called Ref', () => {
  const schema = { type: 'object', properties: { Ref: { type: 'string' } } }
  const document = { openapi: '3.0.1', info: { title: 'a' }, paths: {}, components: { schemas: { A: schema } } }
  expect(importApi(document).api.models.get('A')?.schema).toEqual(schema)
})

test('a reference in plain text of a uri that has no value is a finding too', () => {
  const { findings } = importIntegration({ uri: 'http://${Balancer.DNSName}/a' })
  expect(findings).toMatchObject([
    { rule: 'definition/unresolved-intrinsic', message: expect.stringContaining('Balancer.DNSName') as string },
  ])
})
