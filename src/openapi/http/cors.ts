import type { CorsConfiguration } from '../../api/http-model.js'
import { isDocumentObject, itemsOf, textOf, type DocumentNode } from '../document-tree.js'
import {
  integerOf,
  note,
  noteUnknownKeys,
  optional,
  refuse,
  type ImportContext,
  type Located,
} from '../import-context.js'

const NAME = 'x-amazon-apigateway-cors'
const KEYS: ReadonlySet<string> = new Set([
  'allowOrigins',
  'allowMethods',
  'allowHeaders',
  'exposeHeaders',
  'allowCredentials',
  'maxAge',
])

/**
 * Reads `x-amazon-apigateway-cors`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html
 */
export function importCors(context: ImportContext): CorsConfiguration | undefined {
  const written = context.document[NAME]
  if (written === undefined || written === null) return undefined
  if (!isDocumentObject(written)) {
    refuse(context, `/${NAME}`, 'A CORS configuration is an object.', { found: written })
    return undefined
  }
  const located: Located = { node: written, pointer: `/${NAME}` }
  noteUnknownKeys(context, located, KEYS, 'definition/unknown-key')
  const allowOrigins = textsOf(written['allowOrigins'])
  const allowCredentials = textOf(written['allowCredentials'])?.toLowerCase() === 'true'
  if (allowCredentials && allowOrigins.includes('*')) {
    refuse(context, `/${NAME}/allowCredentials`, `allow-credentials is not supported if 'allow-origin' is *`)
  }
  noteOrigins(context, allowOrigins)
  return {
    allowOrigins,
    allowMethods: textsOf(written['allowMethods']),
    allowHeaders: textsOf(written['allowHeaders']),
    exposeHeaders: textsOf(written['exposeHeaders']),
    allowCredentials,
    ...optional('maxAge', integerOf(context, located, 'maxAge', { min: -1, max: 86_400 })),
  }
}

/** `*` stands for all, `https://*` for all of a scheme; in any other place it is a letter that no origin has. */
function noteOrigins(context: ImportContext, origins: readonly string[]): void {
  for (const origin of origins) {
    if (!origin.includes('*') || /^(?:https?:\/\/)?\*$/.test(origin)) continue
    const message = `${origin} matches no origin: there are exact ones, *, https://* and http://*.`
    note(context, 'warning', 'cors/origin-pattern', `/${NAME}/allowOrigins`, message)
  }
}

function textsOf(node: DocumentNode | undefined): string[] {
  const items = typeof node === 'string' ? node.split(',') : itemsOf(node)
  return items.flatMap((item) => textOf(item)?.trim() ?? [])
}
