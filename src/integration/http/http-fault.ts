import { IntegrationFault, type IntegrationFaultKind } from '../types.js'

/** Of errors whose code is not here, what the call itself says: a network error. */
const KINDS: ReadonlyMap<string, IntegrationFaultKind> = new Map([
  ['ENOTFOUND', 'invalid-uri'],
  ['EAI_AGAIN', 'invalid-uri'],
  ['EAI_NODATA', 'invalid-uri'],
  ['EAI_NONAME', 'invalid-uri'],
  ['EAI_FAIL', 'invalid-uri'],
  ['ERR_INVALID_URL', 'invalid-uri'],
  ['EADDRNOTAVAIL', 'network'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['UND_ERR_INVALID_ARG', 'internal'],
  ['UND_ERR_NOT_SUPPORTED', 'internal'],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'internal'],
  ['UND_ERR_CLOSED', 'unavailable'],
  ['UND_ERR_DESTROYED', 'unavailable'],
  // The service calls a certificate that it does not trust a configuration error: 500, not a network error's 504.
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'internal'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'internal'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'internal'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'internal'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'internal'],
  ['CERT_HAS_EXPIRED', 'internal'],
  ['CERT_NOT_YET_VALID', 'internal'],
  ['CERT_REVOKED', 'internal'],
  ['CERT_UNTRUSTED', 'internal'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'internal'],
])

/** What the service makes of a failed HTTP call; a fault stays the fault that it is. */
export function toHttpFault(error: unknown, url: string): IntegrationFault {
  if (error instanceof IntegrationFault) return error
  const code = codeOf(error)
  const kind = (code === undefined ? undefined : KINDS.get(code)) ?? 'network'
  const reason = error instanceof Error ? error.message : String(error)
  return new IntegrationFault(kind, `${withoutQuery(url)}: ${code === undefined ? '' : `${code}: `}${reason}`, {
    cause: error,
  })
}

/** The code of an error or of what caused it: `fetch` hides the socket's error behind one of its own. */
export function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code
    // Several addresses of one host, each with an error of its own.
    const next: unknown = 'errors' in at && Array.isArray(at.errors) ? at.errors[0] : undefined
    at = next ?? ('cause' in at ? at.cause : undefined)
  }
  return undefined
}

// The message goes to a log; what a client put into the query string need not.
function withoutQuery(url: string): string {
  const question = url.indexOf('?')
  return question < 0 ? url : url.slice(0, question)
}
