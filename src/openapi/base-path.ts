import type { DocumentObject } from './document-tree.js'
import { isDocumentObject, textOf } from './document-tree.js'
import { serversOf } from './api-settings.js'
import type { Dialect } from './import-context.js'

/** What becomes of the document's base path: dropped, put before each path, or the same without its first part. */
export type BasePathMode = 'ignore' | 'prepend' | 'split'

/**
 * What is put before each path: `''`, or segments with a slash before each.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function pathPrefix(document: DocumentObject, dialect: Dialect, mode: BasePathMode): string {
  if (mode === 'ignore') return ''
  const basePath = dialect === 'swagger' ? (textOf(document['basePath']) ?? '') : serverPath(document)
  const segments = basePath.split('/').filter((segment) => segment !== '')
  // The first part of the base path is the stage, by the service's reading.
  const kept = mode === 'split' ? segments.slice(1) : segments
  return kept.map((segment) => `/${segment}`).join('')
}

/** Recorded: the `basePath` variable of the first server that has one counts even when its URL does not name it. */
function serverPath(document: DocumentObject): string {
  const servers = serversOf(document).map(([server]) => server)
  for (const server of servers) {
    const variables = server['variables']
    const variable = isDocumentObject(variables) ? variables['basePath'] : undefined
    const value = isDocumentObject(variable) ? textOf(variable['default']) : undefined
    if (value !== undefined) return value
  }
  return urlPath(textOf(servers[0]?.['url']) ?? '')
}

function urlPath(url: string): string {
  const path = url.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, '')
  return path.split(/[?#]/, 1)[0] ?? ''
}
