import { Buffer } from 'node:buffer'
import {
  decodeBase64,
  decodeBase64Loosely,
  decodeCss,
  decodeEscapes,
  decodeHex,
  decodeHtml,
  decodeJs,
  decodeSqlHex,
  decodeUrl,
  decodeUrlUnicode,
} from './decoders.js'

/** Turns bytes into other bytes before they are compared. */
export type Transformation = (bytes: string) => string

/**
 * Text transformations by the names that WAF has for them. Each takes time linear in the text.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export const TRANSFORMATIONS: ReadonlyMap<string, Transformation> = new Map<string, Transformation>([
  ['NONE', (text) => text],
  ['BASE64_DECODE', decodeBase64],
  ['BASE64_DECODE_EXT', decodeBase64Loosely],
  ['CMD_LINE', commandLine],
  ['COMPRESS_WHITE_SPACE', (text) => text.replace(/[\t\n\v\f\r \u00a0]+/g, ' ')],
  ['CSS_DECODE', decodeCss],
  ['ESCAPE_SEQ_DECODE', decodeEscapes],
  ['HEX_DECODE', decodeHex],
  ['HTML_ENTITY_DECODE', decodeHtml],
  ['JS_DECODE', decodeJs],
  ['LOWERCASE', lowerCase],
  ['NORMALIZE_PATH', normalizePath],
  ['NORMALIZE_PATH_WIN', (text) => normalizePath(text.replaceAll('\\', '/'))],
  ['REMOVE_NULLS', (text) => text.replaceAll('\0', '')],
  ['REMOVE_WHITESPACE', (text) => text.replace(/[\t\n\v\f\r \u00a0]+/g, '')],
  ['REPLACE_COMMENTS', (text) => text.replace(/\/\*[^]*?(?:\*\/|$)/g, ' ')],
  ['REPLACE_NULLS', (text) => text.replaceAll('\0', ' ')],
  ['SQL_HEX_DECODE', decodeSqlHex],
  ['TRIM', (text) => trimEnd(text.replace(/^[\t\n\v\f\r ]+/, ''))],
  ['TRIM_LEFT', (text) => text.replace(/^[\t\n\v\f\r ]+/, '')],
  ['TRIM_RIGHT', trimEnd],
  ['UPPERCASE', (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())],
  ['URL_DECODE', decodeUrl],
  ['URL_DECODE_UNI', decodeUrlUnicode],
  ['UTF8_TO_UNICODE', utf8ToUnicode],
])

/** Names that WAF has and this does not. */
export const OTHER_TRANSFORMATIONS: ReadonlySet<string> = new Set([
  'CMD_LINE_UNIX',
  'CMD_LINE_WIN',
  'JS_DECODE_EXT',
  'MD5',
  'REMOVE_COMMENTS_CHAR',
  'SHA256',
])

// Letters of ASCII only: bytes beyond are parts of characters.
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

// A pattern anchored at the end would be tried at every blank.
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && '\t\n\v\f\r '.includes(text[end - 1] as string)) end--
  return text.slice(0, end)
}

function commandLine(text: string): string {
  const plain = text.replace(/[\\"'^]/g, '').replace(/[,;\s]+/g, ' ')
  return lowerCase(plain.replaceAll(' /', '/').replaceAll(' (', '('))
}

/** Drops empty segments and `.`, and takes `..` back by one, but for those at the start that lead outside. */
function normalizePath(path: string): string {
  const isAbsolute = path.startsWith('/')
  const kept: string[] = []
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else kept.push(segment)
  }
  const last = segments.at(-1)
  const endsInSlash = kept.length > 0 && (last === '' || last === '.' || last === '..')
  return `${isAbsolute ? '/' : ''}${kept.join('/')}${endsInSlash ? '/' : ''}`
}

function utf8ToUnicode(bytes: string): string {
  if (!/[\u0080-\u00ff]/.test(bytes)) return bytes
  return Buffer.from(bytes, 'latin1')
    .toString('utf8')
    .replace(/[\u0080-\uffff]/g, (unit) => `%u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
