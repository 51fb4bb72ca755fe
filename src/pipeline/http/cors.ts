import type { CorsConfiguration } from '../../api/http-model.js'
import { HeaderList } from '../../http/header-list.js'
import type { HttpInvocation } from './invocation.js'

/** The cross-origin rules of an API, ready to be asked. */
export interface Cors {
  /** Whether the request asks for leave: the gateway answers it itself. */
  isPreflight(invocation: HttpInvocation): boolean
  /** Headers of the answer to a preflight; none when the origin is not allowed. */
  preflightHeaders(invocation: HttpInvocation): HeaderList
  /** Takes the back end's own headers away and puts the configuration's in their place (documented). */
  addHeaders(invocation: HttpInvocation, headers: HeaderList): void
}

/**
 * Compiles the CORS configuration of an API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function compileCors(configuration: CorsConfiguration): Cors {
  const { allowMethods, allowHeaders, exposeHeaders, maxAge } = configuration
  const allowOrigin = compileOrigins(configuration)
  const methods = allowMethods.join(',')
  const names = allowHeaders.join(',')
  const exposed = exposeHeaders.join(',')
  return {
    isPreflight: ({ httpMethod, headers }) =>
      httpMethod === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method'),
    preflightHeaders: (invocation) => {
      const headers = new HeaderList()
      if (!allowOrigin(invocation, headers)) return headers
      if (methods !== '') headers.append('Access-Control-Allow-Methods', methods)
      if (names !== '') headers.append('Access-Control-Allow-Headers', names)
      if (maxAge !== undefined) headers.append('Access-Control-Max-Age', String(maxAge))
      return headers
    },
    addHeaders: (invocation, headers) => {
      for (const name of RESPONSE_HEADERS) headers.delete(name)
      if (allowOrigin(invocation, headers) && exposed !== '') headers.append('Access-Control-Expose-Headers', exposed)
    },
  }
}

const RESPONSE_HEADERS = ['origin', 'credentials', 'methods', 'headers']
  .map((what) => `access-control-allow-${what}`)
  .concat('access-control-expose-headers', 'access-control-max-age')

/** Says whether the request's origin is allowed, and writes so into the headers of the answer. */
function compileOrigins({
  allowOrigins,
  allowCredentials,
}: CorsConfiguration): (invocation: HttpInvocation, headers: HeaderList) => boolean {
  const any = allowOrigins.includes('*')
  const listed = new Set(allowOrigins.map((origin) => origin.toLowerCase()))
  // `https://*` stands for every origin of that scheme.
  const schemes = [...listed].filter((origin) => /^https?:\/\/\*$/.test(origin)).map((origin) => origin.slice(0, -1))
  return (invocation, headers) => {
    const origin = invocation.headers.get('origin')
    if (origin === undefined) return false
    const wanted = origin.toLowerCase()
    if (!any && !listed.has(wanted) && !schemes.some((scheme) => wanted.startsWith(scheme))) return false
    headers.append('Access-Control-Allow-Origin', any ? '*' : origin)
    if (!any) headers.append('Vary', 'origin')
    if (allowCredentials) headers.append('Access-Control-Allow-Credentials', 'true')
    return true
  }
}
