import { toText } from '../http/body.js'
import { HeaderList } from '../http/header-list.js'
import { callWithDeadline } from '../integration/call-with-deadline.js'
import type { HttpClient } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'

const TIMEOUT_MS = 5000
/** Key sets have a few kilobytes; an issuer gone wild must not fill the memory. */
const MAX_LENGTH = 1_000_000

/**
 * Fetches a document of an issuer through the gateway's own client. Redirects are not followed.
 *
 * @throws Error (rejects) when it does not come within 5 s of the clock, or is not JSON with status 200
 */
export async function fetchJson(
  url: string,
  { http, clock }: { readonly http: HttpClient; readonly clock: Clock },
): Promise<unknown> {
  const info = { clock, deadline: clock.now() + TIMEOUT_MS, signal: new AbortController().signal }
  const { body, statusCode } = await callWithDeadline(info, url, (signal) =>
    http({
      method: 'GET',
      url,
      headers: new HeaderList([['Accept', 'application/json']]),
      body: undefined,
      signal,
      stream: false,
    }),
  )
  if (statusCode !== 200 || (typeof body !== 'string' && !(body instanceof Uint8Array))) {
    throw new Error(`${url} answered ${statusCode}`)
  }
  if (body.length > MAX_LENGTH) throw new Error(`${url} answered more than ${MAX_LENGTH} bytes`)
  return JSON.parse(toText(body))
}
