import { createHash, createHmac, type BinaryLike } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'

/** A request as it came over the wire. */
export interface Recorded {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** What the recorder answers. */
export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Keys that signatures are checked by. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A server in the place of AWS services that nobody emulates: it keeps what it is sent and checks the signature. */
export interface Recorder {
  readonly url: string
  readonly requests: Recorded[]
  /** The next answers; `{}` with 200 when there are none. */
  readonly replies: Reply[]
  stop(): Promise<void>
}

/**
 * Starts a recorder. A request whose signature is not what the reference signer makes of it is answered with 403, as AWS does;
 * so is one without a signature, unless `keys` is left out.
 */
export async function startRecorder(keys?: Keys): Promise<Recorder> {
  const requests: Recorded[] = []
  const replies: Reply[] = []
  const answer = async (request: Recorded): Promise<Reply> => {
    requests.push(request)
    const refusal = keys === undefined ? undefined : await signatureFault(request, keys)
    if (refusal === undefined) return replies.shift() ?? {}
    return { status: 403, body: JSON.stringify({ __type: 'InvalidSignatureException', message: refusal }) }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      answer({ method, url, headers, body: Buffer.concat(chunks) }).then(
        ({ status = 200, headers: fields = {}, body = '{}' }) => response.writeHead(status, fields).end(body),
        (error: unknown) => response.destroy(error as Error),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    replies,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** What is wrong with the signature of a request; undefined when nothing is. */
export async function signatureFault(request: Recorded, keys: Keys): Promise<string | undefined> {
  const sent = request.headers.authorization ?? ''
  const match = AUTHORIZATION.exec(sent)
  if (match === null) return `No signature in ${JSON.stringify(sent)}`
  const [, accessKeyId, , region = '', service = '', signed = ''] = match
  if (accessKeyId !== keys.accessKeyId) return `Unknown access key ${accessKeyId}`
  if (keys.sessionToken !== request.headers['x-amz-security-token']) return 'The session token is another'
  for (const name of ['host', 'x-amz-date']) if (!signed.split(';').includes(name)) return `${name} is not signed`
  const expected = await referenceSignature(request, keys, { region, service, signed: signed.split(';') })
  return expected === sent ? undefined : `The signature should be ${expected}`
}

/** What the SDK's signer makes of a request. */
async function referenceSignature(
  request: Recorded,
  credentials: Keys,
  { region, service, signed }: { readonly region: string; readonly service: string; readonly signed: string[] },
): Promise<string | undefined> {
  const [path = '', query = ''] = request.url.split('?')
  const signer = new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256 as never,
    // S3 alone signs the path as it is sent.
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  })
  const { headers } = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query: queryOf(query),
      headers: Object.fromEntries(signed.map((name) => [name, String(request.headers[name])])),
      body: request.body,
    },
    { signingDate: dateOf(String(request.headers['x-amz-date'])) },
  )
  return headers['authorization']
}

function queryOf(query: string): Record<string, string | string[]> {
  const fields: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) (fields[name] ??= []).push(value)
  return fields
}

// 20240115T120000Z
function dateOf(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** The hash that the reference signer wants to be given. */
class Sha256 {
  readonly #hash

  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }

  update(data: BinaryLike): void {
    this.#hash.update(data)
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
}
