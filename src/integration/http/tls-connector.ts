import { checkServerIdentity, type TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { lazy } from '../../runtime/lazy.js'
import type { HttpTlsOptions } from './create-http-client.js'

/**
 * A connector for `insecureSkipVerification`: the chain need not lead to a known authority, but the certificate must be there,
 * be in date and be the host's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-tls-config.html
 */
export function createTrustingConnector(tls: HttpTlsOptions, timeout: number): buildConnector.connector {
  const connect = lazy.undici().buildConnector({ ...tls, timeout, rejectUnauthorized: false })
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null)
      const fault = isTls(socket) ? faultOf(socket, options.servername ?? options.hostname) : undefined
      if (fault === undefined) return callback(null, socket)
      socket.destroy()
      return callback(fault, null)
    })
  }
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
