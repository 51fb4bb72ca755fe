import type { GatewayHandler } from '../../src/adapters/gateway-handler.js'
import { toBytes } from '../../src/http/body.js'
import { HeaderList } from '../../src/http/header-list.js'
import type { HandleRequest } from '../../src/http/request.js'
import { createResponse, type HandleResponse } from '../../src/http/response.js'

/** What the gateway was asked. */
export interface Seen {
  readonly request: HandleRequest
  readonly body: Buffer
}

/** A stand-in gateway that keeps what it was asked. */
export interface Recorder extends GatewayHandler {
  readonly seen: Seen[]
  /** The only request so far. */
  readonly only: Seen
}

/** A gateway that reads every body to its end and answers as told; it knows the routes at and below `/prod/known`. */
export function recorder(answer: (request: HandleRequest) => HandleResponse = () => ok()): Recorder {
  const seen: Seen[] = []
  return {
    seen,
    get only() {
      if (seen.length !== 1) throw new Error(`The gateway was asked ${seen.length} times`)
      return seen[0] as Seen
    },
    handle: async (request) => {
      seen.push({ request, body: await readAll(request.body) })
      return answer(request)
    },
    matches: ({ path }) => path.startsWith('/prod/known'),
  }
}

export function ok(body: HandleResponse['body'] = 'ok', pairs: Array<[string, string]> = []): HandleResponse {
  return createResponse(200, new HeaderList(pairs), body)
}

async function readAll(body: HandleRequest['body']): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0)
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(toBytes(body))
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
