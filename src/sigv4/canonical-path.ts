import { uriEncode } from './uri-encode.js'

/** Segments that neither normalising nor encoding changes. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)+\/?$/
const TWICE = { escapes: false, plus: false, slash: true } as const
const ONCE = { escapes: true, plus: false, slash: true } as const

/**
 * The path as it is signed. S3 signs what was sent, encoded once. Everyone else, `execute-api` among them, first takes
 * out empty and dot segments, then encodes what was sent once more (`%20` becomes `%2520`), as the AWS SDKs,
 * botocore and aws4fetch do.
 */
export function canonicalPath(rawPath: string, service: string): string {
  if (service === 's3') return uriEncode(rawPath === '' ? '/' : rawPath, ONCE)
  if (PLAIN.test(rawPath)) return rawPath
  return uriEncode(normalize(rawPath), TWICE)
}

function normalize(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`
}
