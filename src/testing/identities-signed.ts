import type { CredentialsProvider } from '../config/types.js'
import { toBytes } from '../http/body.js'
import type { Clock } from '../runtime/clock.js'
import { type Credential, createSigningKeys, signRequest } from '../sigv4/index.js'
import { buildRequest, type BuiltRequest, type RequestParts } from './build-request.js'

/** Who signs. */
export interface TestSignerOptions extends Partial<Credential> {
  /** Of the gateway: a signature tells its time. */
  readonly clock: Pick<Clock, 'now'>
  /** Default `AKIATESTSIGNER000000`. */
  readonly accessKeyId?: string
  /** Default `us-east-1`. */
  readonly region?: string
}

/** A caller who signs for real, and whom a gateway with these `credentials` knows. */
export interface TestSigner {
  readonly accessKeyId: string
  readonly credential: Credential
  /** For the config of the gateway. */
  readonly credentials: CredentialsProvider
  /** Signs a request (Signature Version 4, in the headers), with the host `api.example.test` unless it has one. */
  sign(parts: RequestParts): BuiltRequest
}

const ALLOW_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:*', Resource: '*' }] }

/**
 * Makes a caller with an access key, who signs requests as AWS SDKs do. By default a user of the account 123456789012 who may
 * invoke everything.
 *
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 * import { createTestSigner, createVirtualClock } from 'postern/testing'
 *
 * const clock = createVirtualClock()
 * const ada = createTestSigner({ clock, user: 'ada' })
 * const gateway = createGateway({
 *   clock,
 *   credentials: ada.credentials,
 *   routes: { 'POST /notes': { handler: () => ({ statusCode: 201 }), authorizer: 'AWS_IAM' } },
 * })
 * const response = await gateway.handle(ada.sign({ path: '/prod/notes', json: { text: 'hello' } }))
 * console.log(response.statusCode) // 201
 * ```
 */
export function createTestSigner(options: TestSignerOptions): TestSigner {
  const { clock, accessKeyId = 'AKIATESTSIGNER000000', region = 'us-east-1', ...holder } = options
  const accountId = holder.accountId ?? '123456789012'
  const credential: Credential = {
    secretAccessKey: 'a secret that only tests have',
    accountId,
    userArn: `arn:aws:iam::${accountId}:user/${holder.user ?? 'test'}`,
    user: 'test',
    policies: [ALLOW_ALL],
    ...holder,
  }
  const keys = createSigningKeys()
  return {
    accessKeyId,
    credential,
    credentials: { lookup: (id) => (id === accessKeyId ? credential : undefined) },
    sign: (parts) => {
      const request = withHost(buildRequest(parts))
      const added = signRequest(
        rawOf(request),
        { accessKeyId, ...credential },
        { service: 'execute-api', region, now: clock.now(), keys },
      )
      const names = new Set(added.map(([name]) => name.toLowerCase()))
      return { ...request, headers: [...request.headers.filter(([name]) => !names.has(name.toLowerCase())), ...added] }
    },
  }
}

function withHost(request: BuiltRequest): BuiltRequest {
  if (request.headers.some(([name]) => name.toLowerCase() === 'host')) return request
  return { ...request, headers: [...request.headers, ['Host', request.host ?? 'api.example.test']] }
}

function rawOf({ method, path, headers, body }: BuiltRequest): Parameters<typeof signRequest>[0] {
  const question = path.indexOf('?')
  return {
    method,
    rawPath: question < 0 ? path : path.slice(0, question),
    rawQuery: question < 0 ? '' : path.slice(question + 1),
    headers,
    body: body === undefined ? new Uint8Array() : toBytes(body),
  }
}
