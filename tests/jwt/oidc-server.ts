// A real issuer: oidc-provider behind node:http, whose keys and clients the test holds. It takes its time from the machine.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

export interface OidcServer {
  readonly issuer: string
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  /** Signs with the first key from now on, and publishes all of these. */
  useKeys(...keys: JWK[]): void
  /** An access token (a JWT) of the client-credentials grant. */
  token(scope: string, resource: string): Promise<string>
  stop(): Promise<void>
}

export const RESOURCE = 'https://pets.example.test'
const SCOPES = 'pets/read pets/write'

export async function newPrivateKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }
}

export async function startOidcServer(...keys: JWK[]): Promise<OidcServer> {
  const warn = console.warn
  // The package warns of the Node release at import.
  console.warn = () => undefined
  const { Provider } = await import('oidc-provider')
  console.warn = warn
  const asked: string[] = []
  let serve: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    serve(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const useKeys = (...some: JWK[]): void => {
    serve = new Provider(issuer, configurationOf(some)).callback()
  }
  useKeys(...keys)
  return {
    issuer,
    asked,
    useKeys,
    token: (scope, resource) => fetchToken(issuer, scope, resource),
    stop: () => stop(server),
  }
}

function configurationOf(keys: readonly JWK[]): object {
  return {
    jwks: { keys },
    clients: [
      {
        client_id: 'robot',
        client_secret: 'a secret of the test',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: SCOPES.split(' '),
    cookies: { keys: ['a key of the test'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: SCOPES,
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  }
}

async function fetchToken(issuer: string, scope: string, resource: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`robot:${encodeURIComponent('a secret of the test')}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
  })
  const answer = (await response.json()) as { access_token?: string }
  if (answer.access_token === undefined) throw new Error(`No token: ${JSON.stringify(answer)}`)
  return answer.access_token
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
