import type { ServiceUri } from './service-uri.js'
import type { ServiceRequest } from './service-request.js'
import { appConfigRequest, jsonAction, sqsAction } from './subtype-wire.js'

/** The values of a subtype's parameters, resolved to text. */
export type SubtypeParameters = ReadonlyMap<string, string>

/** A first-class service integration of HTTP APIs. */
export interface Subtype {
  readonly service: string
  readonly action: string
  readonly required: readonly string[]
  /** `Region` is one of every subtype's. */
  readonly optional: readonly string[]
  readonly write: (parameters: SubtypeParameters) => ServiceRequest
}

/** Something that is wrong with the parameters of a subtype. */
export interface SubtypeFault {
  readonly message: string
  /** The parameter, when it is one. */
  readonly parameter?: string
  readonly allowed?: readonly string[]
}

type Row = readonly [required: readonly string[], optional: readonly string[], write: Subtype['write']]

/**
 * Of each subtype: what it needs, what it may have, and its wire form.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
const ROWS: Readonly<Record<string, Row>> = {
  'EventBridge-PutEvents': [
    ['Detail', 'DetailType', 'Source'],
    ['Time', 'EventBusName', 'Resources', 'TraceHeader'],
    jsonAction('events', 'PutEvents', (fields) => ({ Entries: [fields] }), { Resources: 'list', Time: 'time' }),
  ],
  'SQS-SendMessage': [
    ['QueueUrl', 'MessageBody'],
    ['DelaySeconds', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId', 'MessageSystemAttributes'],
    sqsAction('SendMessage'),
  ],
  'SQS-ReceiveMessage': [
    ['QueueUrl'],
    [
      'AttributeNames',
      'MaxNumberOfMessages',
      'MessageAttributeNames',
      'ReceiveRequestAttemptId',
      'VisibilityTimeout',
      'WaitTimeSeconds',
    ],
    sqsAction('ReceiveMessage'),
  ],
  'SQS-DeleteMessage': [['ReceiptHandle', 'QueueUrl'], [], sqsAction('DeleteMessage')],
  'SQS-PurgeQueue': [['QueueUrl'], [], sqsAction('PurgeQueue')],
  'AppConfig-GetConfiguration': [
    ['Application', 'Environment', 'Configuration', 'ClientId'],
    ['ClientConfigurationVersion'],
    appConfigRequest,
  ],
  'Kinesis-PutRecord': [
    ['StreamName', 'Data', 'PartitionKey'],
    ['SequenceNumberForOrdering', 'ExplicitHashKey'],
    jsonAction('kinesis', 'PutRecord', (fields) => fields, { Data: 'blob' }),
  ],
  'StepFunctions-StartExecution': [['StateMachineArn'], ['Name', 'Input'], statesAction('StartExecution')],
  'StepFunctions-StartSyncExecution': [
    ['StateMachineArn'],
    ['Name', 'Input', 'TraceHeader'],
    statesAction('StartSyncExecution'),
  ],
  'StepFunctions-StopExecution': [['ExecutionArn'], ['Cause', 'Error'], statesAction('StopExecution')],
}

const SERVICES: Readonly<Record<string, string>> = {
  EventBridge: 'events',
  SQS: 'sqs',
  AppConfig: 'appconfig',
  Kinesis: 'kinesis',
  StepFunctions: 'states',
}

// Step Functions writes its fields `likeThis`.
function statesAction(action: string): Subtype['write'] {
  return jsonAction('states', action, (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
    ),
  )
}

/** All subtypes by name. */
export function subtypeNames(): string[] {
  return Object.keys(ROWS)
}

/** A subtype by its name, `SQS-SendMessage`. */
export function findSubtype(name: string): Subtype | undefined {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  if (row === undefined) return undefined
  const [service = '', action = ''] = name.split('-')
  return { service: SERVICES[service] ?? service, action, required: row[0], optional: row[1], write: row[2] }
}

/** Checks a subtype and the names of its parameters, as the service does when the integration is created. */
export function checkSubtype(name: string, parameters: Iterable<string>): SubtypeFault[] {
  const subtype = findSubtype(name)
  if (subtype === undefined)
    return [{ message: `${JSON.stringify(name)} is no integration subtype`, allowed: subtypeNames() }]
  const given = new Set(parameters)
  const allowed = [...subtype.required, ...subtype.optional, 'Region']
  const missing = subtype.required.filter((parameter) => !given.has(parameter))
  const unknown = [...given].filter((parameter) => !allowed.includes(parameter))
  return [
    ...missing.map((parameter) => ({ parameter, message: `${name} needs the parameter ${parameter}` })),
    ...unknown.map((parameter) => ({ parameter, message: `${name} has no parameter ${parameter}`, allowed })),
  ]
}

/** A call of a subtype in its wire form. */
export interface SubtypeCall {
  readonly uri: ServiceUri
  readonly request: ServiceRequest
}

/**
 * Writes the call of a subtype; parameters without a value are left out.
 *
 * @param region the API's; a `Region` parameter wins
 */
export function buildSubtypeCall(subtype: Subtype, parameters: SubtypeParameters, region: string): SubtypeCall {
  const request = subtype.write(parameters)
  const { service, action } = subtype
  const wanted = parameters.get('Region')
  return {
    uri: {
      partition: 'aws',
      region: isRegion(wanted) ? wanted : region,
      service,
      action,
      path: request.path,
      query: request.query,
    },
    request,
  }
}

// The region becomes part of a host name.
function isRegion(text: string | undefined): text is string {
  return text !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)
}
