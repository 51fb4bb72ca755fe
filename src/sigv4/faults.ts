import type { SignatureFault } from './types.js'

const MISSING_TOKEN = 'Missing Authentication Token'
const DOES_NOT_MATCH =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/** Nothing is signed. */
export function missingAuthenticationToken(): SignatureFault {
  return {
    verified: false,
    statusCode: 403,
    errorType: 'MissingAuthenticationTokenException',
    responseType: 'MISSING_AUTHENTICATION_TOKEN',
    message: MISSING_TOKEN,
  }
}

/** What looks like a signature cannot be read. Its gateway response type is `DEFAULT_4XX` (seen in an access log). */
export function incompleteSignature(message: string): SignatureFault {
  return {
    verified: false,
    statusCode: 403,
    errorType: 'IncompleteSignatureException',
    responseType: 'DEFAULT_4XX',
    message,
  }
}

/** The signature is not good for this request, service, Region or time. */
export function invalidSignature(message: string): SignatureFault {
  return {
    verified: false,
    statusCode: 403,
    errorType: 'InvalidSignatureException',
    responseType: 'INVALID_SIGNATURE',
    message,
  }
}

/** The service answers with the texts that it signed itself, to compare with one's own (seen on `execute-api`). */
export function signatureMismatch(canonicalRequest: string, stringToSign: string): SignatureFault {
  return invalidSignature(
    `${DOES_NOT_MATCH}\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'\n\n` +
      `The String-to-Sign should have been\n'${stringToSign}'\n`,
  )
}

/**
 * The access key is unknown, or its token wrong. Real answers carry this type (seen); the knowledge centre's table
 * says `AccessDeniedException`.
 */
export function unrecognizedClient(): SignatureFault {
  return {
    verified: false,
    statusCode: 403,
    errorType: 'UnrecognizedClientException',
    responseType: 'DEFAULT_4XX',
    message: 'The security token included in the request is invalid.',
  }
}

/** Temporary credentials have ended. */
export function expiredToken(): SignatureFault {
  return {
    verified: false,
    statusCode: 403,
    errorType: 'ExpiredTokenException',
    responseType: 'EXPIRED_TOKEN',
    message: 'The security token included in the request is expired',
  }
}
