import { JavaRegexError } from './java-regex-error.js'
import type { Found } from './matcher.js'
import type { ParsedRegex } from './syntax-tree.js'

/** Writes what a match is replaced by. */
export type Replacement = (found: Found) => string

/**
 * Compiles a replacement by Java's rules: `$1` (as many digits as there are groups for), `${name}`, `\` before a character
 * that stands for itself.
 *
 * @throws {JavaRegexError} for a reference to no group, a `$` with nothing to name, or a `\` at the end
 */
export function compileReplacement(text: string, parsed: ParsedRegex, source: string): Replacement {
  if (!/[\\$]/.test(text)) return () => text
  const parts: (string | number)[] = []
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? ''
    if (character === '\\') {
      if (at + 1 === text.length) throw new JavaRegexError(source, 'character to be escaped is missing')
      parts.push(text[at + 1] ?? '')
      at += 2
    } else if (character === '$') {
      const [index, next] = readReference(text, at + 1, parsed, source)
      parts.push(index)
      at = next
    } else {
      parts.push(character)
      at++
    }
  }
  return (found) => parts.map((part) => (typeof part === 'string' ? part : (found.group(part) ?? ''))).join('')
}

function readReference(text: string, from: number, parsed: ParsedRegex, source: string): [index: number, next: number] {
  const name = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(text.slice(from))?.[1]
  if (name !== undefined) {
    const index = parsed.groupNames.get(name)
    if (index === undefined) throw new JavaRegexError(source, `No group with name {${name}}`)
    return [index, from + name.length + 2]
  }
  if (!/\d/.test(text[from] ?? '')) throw new JavaRegexError(source, 'Illegal group reference')
  let index = Number(text[from])
  if (index > parsed.groupCount) throw new JavaRegexError(source, `No group ${index}`)
  let at = from + 1
  while (/\d/.test(text[at] ?? '') && index * 10 + Number(text[at]) <= parsed.groupCount) {
    index = index * 10 + Number(text[at])
    at++
  }
  return [index, at]
}
