import { IntegrationFault } from '../types.js'

/** An integration URI of an AWS service, taken apart. */
export interface ServiceUri {
  readonly partition: string
  readonly region: string
  /** `s3`, `sqs`, … */
  readonly service: string
  /** `runtime` of `runtime.sagemaker`. */
  readonly subdomain?: string
  /** The action's name of `action/` URIs. */
  readonly action?: string
  /** Of `path/` URIs, with its slash in front; `/` of the others. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly query: string
}

const SERVICE_URI = /^arn:(aws[\w-]*):apigateway:([\w-]+):(?:([\w.-]+)\.)?([\w-]+):(path|action)\/([^?]*)(?:\?(.*))?$/s

/**
 * Reads `arn:aws:apigateway:{region}:{[subdomain.]service}:{action|path}/…`.
 *
 * @throws {IntegrationFault} `invalid-uri` for anything else
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export function parseServiceUri(uri: string): ServiceUri {
  const match = SERVICE_URI.exec(uri)
  if (match === null) {
    throw new IntegrationFault('invalid-uri', `${JSON.stringify(uri)} is no integration URI of an AWS service`)
  }
  const [, partition = 'aws', region = '', subdomain, service = '', kind, rest = '', query = ''] = match
  return {
    partition,
    region,
    service,
    ...(subdomain !== undefined && { subdomain }),
    ...(kind === 'action' && { action: rest }),
    path: kind === 'path' ? `/${rest.replace(/^\/+/, '')}` : '/',
    query,
  }
}
