import { IntegrationFault } from '../types.js'

/** A URL taken apart without being changed: `..`, `//` and escapes stay as they are written. */
export interface HttpUrl {
  /** `http://host:port` */
  readonly origin: string
  /** `host:port`, as the Host header carries it. */
  readonly authority: string
  /** Without brackets or port. */
  readonly hostname: string
  /** Path and query. */
  readonly path: string
}

const URL_PARTS = /^(https?):\/\/([^/?#\\]*)([^#]*)/i
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(?::(\d{1,5}))?$/i
const OUTSIDE_PATH = /[^\x21-\x7e]/g
const NEEDS_ESCAPE = /[^\x21-\x7e]/

/**
 * Reads an absolute `http` or `https` URL.
 *
 * @throws {IntegrationFault} `invalid-uri` for anything else, user names and passwords included
 */
export function parseHttpUrl(url: string): HttpUrl {
  const parts = URL_PARTS.exec(url)
  const authority = parts === null ? null : AUTHORITY.exec(parts[2] as string)
  if (parts === null || authority === null || Number(authority[2] ?? 0) > 65_535) {
    throw new IntegrationFault('invalid-uri', `Invalid endpoint address: ${JSON.stringify(url)}`)
  }
  const written = parts[3] as string
  const rest = NEEDS_ESCAPE.test(written) ? written.replaceAll(OUTSIDE_PATH, escapeCharacter) : written
  const host = authority[1] as string
  return {
    origin: `${(parts[1] as string).toLowerCase()}://${authority[0]}`,
    authority: authority[0],
    hostname: host.startsWith('[') ? host.slice(1, -1) : host,
    path: rest.startsWith('/') ? rest : `/${rest}`,
  }
}

function escapeCharacter(character: string): string {
  try {
    return encodeURIComponent(character)
  } catch {
    // One half of a surrogate pair: the other half comes by itself, too.
    return '%EF%BF%BD'
  }
}
