/** How a service's actions go over the wire. */
export type ServiceProtocol = 'json-1.0' | 'json-1.1' | 'query' | 'rest-json' | 'rest-xml'

/** What must be known of a service to call its actions; `path/` integrations need no more than a name. */
export interface ServiceDescription {
  readonly protocol: ServiceProtocol
  /** Of `X-Amz-Target`: `{targetPrefix}.{action}`. */
  readonly targetPrefix?: string
  /** Of the query form, which JSON services understand too (recorded of SSM). */
  readonly apiVersion: string
  /** Of the signature; default: the name in the URI. */
  readonly signingName?: string
  /** First label of the host; default: the name in the URI. */
  readonly endpointPrefix?: string
  /** Whole host for services that are not regional. */
  readonly globalHost?: string
  /** What stands before the host for some actions. */
  readonly hostPrefixes?: Readonly<Record<string, string>>
}

type Row = readonly [
  name: string,
  protocol: ServiceProtocol,
  apiVersion: string,
  targetPrefix?: string | undefined,
  more?: Pick<ServiceDescription, 'signingName' | 'endpointPrefix' | 'globalHost' | 'hostPrefixes'>,
]

const ROWS: readonly Row[] = [
  ['acm', 'json-1.1', '2015-12-08', 'CertificateManager'],
  ['appconfig', 'rest-json', '2019-10-09'],
  ['appconfigdata', 'rest-json', '2021-11-11', undefined, { signingName: 'appconfig' }],
  ['athena', 'json-1.1', '2017-05-18', 'AmazonAthena'],
  ['autoscaling', 'query', '2011-01-01'],
  ['batch', 'rest-json', '2016-08-10'],
  ['bedrock', 'rest-json', '2023-04-20'],
  ['bedrock-runtime', 'rest-json', '2023-09-30', undefined, { signingName: 'bedrock' }],
  ['cloudformation', 'query', '2010-05-15'],
  ['cloudwatch', 'query', '2010-08-01', undefined, { signingName: 'monitoring', endpointPrefix: 'monitoring' }],
  ['codebuild', 'json-1.1', '2016-10-06', 'CodeBuild_20161006'],
  ['codepipeline', 'json-1.1', '2015-07-09', 'CodePipeline_20150709'],
  ['cognito-identity', 'json-1.1', '2014-06-30', 'AWSCognitoIdentityService'],
  ['cognito-idp', 'json-1.1', '2016-04-18', 'AWSCognitoIdentityProviderService'],
  ['comprehend', 'json-1.1', '2017-11-27', 'Comprehend_20171127'],
  ['dynamodb', 'json-1.0', '2012-08-10', 'DynamoDB_20120810'],
  ['ec2', 'query', '2016-11-15'],
  ['ecs', 'json-1.1', '2014-11-13', 'AmazonEC2ContainerServiceV20141113'],
  ['email', 'query', '2010-12-01', undefined, { signingName: 'ses' }],
  ['events', 'json-1.1', '2015-10-07', 'AWSEvents'],
  ['firehose', 'json-1.1', '2015-08-04', 'Firehose_20150804'],
  ['glue', 'json-1.1', '2017-03-31', 'AWSGlue'],
  ['iam', 'query', '2010-05-08', undefined, { globalHost: 'iam.amazonaws.com' }],
  ['iot', 'rest-json', '2015-05-28'],
  ['iotdata', 'rest-json', '2015-05-28', undefined, { signingName: 'iotdata', endpointPrefix: 'data-ats.iot' }],
  ['kinesis', 'json-1.1', '2013-12-02', 'Kinesis_20131202'],
  ['kms', 'json-1.1', '2014-11-01', 'TrentService'],
  ['lambda', 'rest-json', '2015-03-31'],
  ['logs', 'json-1.1', '2014-03-28', 'Logs_20140328'],
  ['monitoring', 'query', '2010-08-01'],
  ['polly', 'rest-json', '2016-06-10'],
  ['rds', 'query', '2014-10-31'],
  ['rekognition', 'json-1.1', '2016-06-27', 'RekognitionService'],
  ['s3', 'rest-xml', '2006-03-01'],
  ['sagemaker', 'json-1.1', '2017-07-24', 'SageMaker', { endpointPrefix: 'api.sagemaker' }],
  ['scheduler', 'rest-json', '2021-06-30'],
  ['secretsmanager', 'json-1.1', '2017-10-17', 'secretsmanager'],
  ['servicediscovery', 'json-1.1', '2017-03-14', 'Route53AutoNaming_v20170314'],
  ['ses', 'query', '2010-12-01', undefined, { endpointPrefix: 'email' }],
  ['sns', 'query', '2010-03-31'],
  ['sqs', 'query', '2012-11-05', 'AmazonSQS'],
  ['ssm', 'json-1.1', '2014-11-06', 'AmazonSSM'],
  // Express workflows that are waited for run elsewhere.
  ['states', 'json-1.0', '2016-11-23', 'AWSStepFunctions', { hostPrefixes: { StartSyncExecution: 'sync-' } }],
  ['sts', 'query', '2011-06-15'],
  ['textract', 'json-1.1', '2018-06-27', 'Textract'],
  ['transcribe', 'json-1.1', '2017-10-26', 'Transcribe'],
  ['translate', 'json-1.1', '2017-07-01', 'AWSShineFrontendService_20170701'],
  ['xray', 'rest-json', '2016-04-12'],
]

let services: ReadonlyMap<string, ServiceDescription> | undefined

/** The description of a service by the name that integration URIs use. */
export function findService(name: string): ServiceDescription | undefined {
  services ??= new Map(
    ROWS.map(([service, protocol, apiVersion, targetPrefix, more]) => [
      service,
      { protocol, apiVersion, ...(targetPrefix !== undefined && { targetPrefix }), ...more },
    ]),
  )
  return services.get(name)
}

/** Names of the services whose actions can be called. */
export function serviceNames(): string[] {
  return ROWS.map(([name]) => name)
}
