import { incompleteSignature } from './faults.js'
import type { SignatureAlgorithm, SignatureFault } from './types.js'

/** What a signature says of itself; nothing of it is verified. */
export interface SignatureClaim {
  readonly algorithm: SignatureAlgorithm
  readonly accessKeyId: string
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string
  /** Absent under SigV4a. */
  readonly region: string | undefined
  readonly service: string
  /** What follows the access key in the credential. */
  readonly scope: string
  /** In lower case, sorted. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** The parameters as they stand in the header or the query. */
export interface ClaimParameters {
  readonly algorithm: string
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
}

const SHAPES: ReadonlyMap<string, string> = new Map([
  ['AWS4-HMAC-SHA256', 'keyid/date/region/service/term'],
  ['AWS4-ECDSA-P256-SHA256', 'keyid/date/service/term'],
])

/** Reads the parameters of a signature, wherever they stood. Other algorithms are refused by name. */
export function readClaim(parameters: ClaimParameters): SignatureClaim | SignatureFault {
  const { algorithm, credential, signature } = parameters
  const shape = SHAPES.get(algorithm)
  if (shape === undefined) return incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}'.`)
  const parts = credential.split('/')
  const count = shape.split('/').length
  if (parts.length !== count || parts.includes('')) {
    return incompleteSignature(
      `Credential must have exactly ${count} slash-delimited elements, e.g. ${shape}, got '${credential}'.`,
    )
  }
  const [accessKeyId, date] = parts as [string, string]
  const terminator = parts.at(-1)
  if (terminator !== 'aws4_request') {
    return incompleteSignature(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    )
  }
  return {
    algorithm: algorithm as SignatureAlgorithm,
    accessKeyId,
    date,
    region: count === 5 ? parts[2] : undefined,
    service: parts[count - 2] as string,
    scope: parts.slice(1).join('/'),
    signedHeaders: parameters.signedHeaders.toLowerCase().split(';').filter(Boolean).toSorted(),
    signature,
  }
}
