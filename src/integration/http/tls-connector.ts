import { isIP } from 'node:net'
import { checkServerIdentity, type TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { lazy } from '../../runtime/lazy.js'
import type { HttpTlsOptions } from './create-http-client.js'

/**
 * Makes what connects to back ends. The certificate must be that of the name that the call gives, which a `Host` header of the
 * request never changes.
 *
 * @param trusting for `insecureSkipVerification`: the chain need not lead to a known authority, but the certificate must be
 * there, be in date and be the host's
 * @param timeout milliseconds to connect in
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-tls-config.html
 */
export function createConnector(tls: HttpTlsOptions, timeout: number, trusting: boolean): buildConnector.connector {
  const { buildConnector } = lazy.undici()
  const connect = buildConnector({ ...tls, timeout, ...(trusting && { rejectUnauthorized: false }) })
  return (options, callback) => {
    const named = withoutAddress(options)
    if (!trusting) return connect(named, callback)
    return connect(named, (error, socket) => {
      if (error !== null) return callback(error, null)
      const fault = isTls(socket) ? faultOf(socket, options.servername ?? options.hostname) : undefined
      if (fault === undefined) return callback(null, socket)
      socket.destroy()
      return callback(fault, null)
    })
  }
}

// SNI takes no addresses; left out, the certificate is checked against the address that is connected to.
function withoutAddress(options: buildConnector.Options): buildConnector.Options {
  const { servername, ...others } = options
  return servername !== undefined && servername === options.hostname && isIP(servername) > 0 ? others : options
}

function isTls(socket: object): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true
}

function faultOf(socket: TLSSocket, host: string): Error | undefined {
  const certificate = socket.getPeerCertificate()
  const mismatch = checkServerIdentity(host, certificate)
  if (mismatch !== undefined) return mismatch
  const reason: unknown = socket.authorizationError
  const code = typeof reason === 'string' ? reason : undefined
  if (code !== 'CERT_HAS_EXPIRED' && code !== 'CERT_NOT_YET_VALID') return undefined
  return Object.assign(new Error(`The certificate of ${host} is not valid at this time`), { code })
}
