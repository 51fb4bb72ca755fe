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

const HMAC = 'AWS4-HMAC-SHA256'
const ECDSA = 'AWS4-ECDSA-P256-SHA256'
const TERMINATOR = 'aws4_request'

/** Reads the parameters of a signature, wherever they stood. Other algorithms are refused by name. */
export function readClaim(parameters: ClaimParameters): SignatureClaim | SignatureFault {
  const { algorithm, credential, signature } = parameters
  if (algorithm !== HMAC && algorithm !== ECDSA) {
    return incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}'.`)
  }
  const regional = algorithm === HMAC
  const count = regional ? 5 : 4
  const parts = credential.split('/')
  if (parts.length !== count || parts.includes('')) {
    const shape = `keyid/date/${regional ? 'region/' : ''}service/term`
    return incompleteSignature(
      `Credential must have exactly ${count} slash-delimited elements, e.g. ${shape}, got '${credential}'.`,
    )
  }
  const accessKeyId = parts[0] as string
  const terminator = parts[count - 1] as string
  if (terminator !== TERMINATOR) {
    return incompleteSignature(
      `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.`,
    )
  }
  return {
    algorithm,
    accessKeyId,
    date: parts[1] as string,
    region: regional ? parts[2] : undefined,
    service: parts[count - 2] as string,
    scope: credential.slice(accessKeyId.length + 1),
    signedHeaders: readNames(parameters.signedHeaders),
    signature,
  }
}

/** In lower case and sorted, as clients send them: sorting what is sorted would cost more than all else here. */
function readNames(text: string): readonly string[] {
  const names = text.toLowerCase().split(';')
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    if (name === '' || (i > 0 && name < (names[i - 1] as string))) return names.filter((item) => item !== '').toSorted()
  }
  return names
}
