import { parseJson } from '../../../json/parse-json.js'
import { TemplateFault } from '../errors.js'
import type { Args } from '../values/java-values.js'
import { HostObject } from '../values/java-values.js'
import { print } from '../values/print.js'

/** `$util`. It holds nothing, so there is one. */
class UtilObject extends HostObject {
  property(): undefined {
    return undefined
  }

  call(name: string, args: Args): unknown {
    const [argument] = args
    return args.length === 1 ? utilMethod(name)?.(argument) : undefined
  }
}

type UtilMethod = (argument: unknown) => unknown

/** A method of `$util`; undefined: there is none by that name. */
export function utilMethod(name: string): UtilMethod | undefined {
  switch (name) {
    case 'escapeJavaScript':
      return onText(escapeJavaScript)
    case 'parseJson':
      return (argument) => (typeof argument === 'string' ? parse(argument) : undefined)
    case 'urlEncode':
      return onText(urlEncode)
    case 'urlDecode':
      return onText(urlDecode)
    case 'base64Encode':
      return onText(base64Encode)
    case 'base64Decode':
      return onText(base64Decode)
    default:
      return undefined
  }
}

function onText(use: (text: string) => string): UtilMethod {
  return (argument) => {
    if (typeof argument === 'string') return use(argument)
    return argument === null || argument === undefined ? undefined : use(print(argument))
  }
}

let util: HostObject | undefined

/** The `$util` of every template. */
export function utilObject(): HostObject {
  return (util ??= new UtilObject())
}

/**
 * Commons Lang's `escapeJavaScript`: quotes, backslashes and slashes get a backslash, everything beyond ASCII is
 * written as `\uXXXX`. That a single quote becomes `\'`, which JSON does not know, is documented.
 */
export function escapeJavaScript(text: string): string {
  const escapes = (escapesByCode ??= asciiEscapes())
  let escaped = ''
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const escape = code < 0x80 ? escapes[code] : unicodeEscape(code)
    if (escape === undefined) continue
    escaped += text.slice(start, at) + escape
    start = at + 1
  }
  return start === 0 ? text : escaped + text.slice(start)
}

/** Escapes by character code; undefined: it stays. */
let escapesByCode: readonly (string | undefined)[] | undefined

const SHORT_ESCAPES = {
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
}

function asciiEscapes(): (string | undefined)[] {
  const escapes: (string | undefined)[] = []
  for (let code = 0; code < 0x80; code++) escapes.push(code < 0x20 ? unicodeEscape(code) : undefined)
  for (const [character, letter] of Object.entries(SHORT_ESCAPES)) escapes[character.charCodeAt(0)] = `\\${letter}`
  return escapes
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

function parse(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw new TemplateFault(`$util.parseJson: ${(error as Error).message}`)
  }
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** As Java's `URLEncoder`: a blank is `+`, and of the marks only `*-._` stay. */
function urlEncode(text: string): string {
  const wellFormed = text.replace(LONE_SURROGATE, '?')
  return encodeURIComponent(wellFormed)
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** As Java's `URLDecoder`: bytes that are no UTF-8 become U+FFFD, a broken escape fails. */
function urlDecode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (!spaced.includes('%')) return spaced
  return spaced.replace(/(?:%[^%]?[^%]?)+/g, (run) => decodeRun(run))
}

function decodeRun(run: string): string {
  const escapes = /^(?:%[0-9a-fA-F]{2})+/.exec(run)?.[0] ?? ''
  const rest = run.slice(escapes.length)
  if (rest.startsWith('%') || escapes === '') throw new TemplateFault('$util.urlDecode: incomplete or bad % escape')
  const bytes = Uint8Array.from(escapes.slice(1).split('%'), (digits) => Number.parseInt(digits, 16))
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) + rest
}

const CHUNK = 8192

function base64Encode(text: string): string {
  const bytes = new TextEncoder().encode(text.replace(LONE_SURROGATE, '?'))
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(binary)
}

// Characters outside of the alphabet are skipped, the URL-safe ones read too; padding may be missing.
function base64Decode(text: string): string {
  const standard = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/=.*$/s, '')
    .replace(/[^A-Za-z0-9+/]/g, '')
  const whole = standard.length % 4 === 1 ? standard.slice(0, -1) : standard
  const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0))
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
