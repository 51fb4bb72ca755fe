/**
 * Finds the text of one member of a JSON document. `JSON.parse` puts number-like keys first and forgets how a number
 * was written; the reference engines did neither, so those inputs are handed on as text.
 *
 * @returns undefined when there is no such member
 */
export function sliceJson(text: string, path: ReadonlyArray<string | number>): string | undefined {
  let at = skipSpace(text, 0)
  for (const key of path) {
    const member = memberAt(text, at, key)
    if (member === undefined) return undefined
    at = member
  }
  return text.slice(at, skipValue(text, at))
}

function memberAt(text: string, start: number, key: string | number): number | undefined {
  const list = text[start] === '['
  if (!list && text[start] !== '{') return undefined
  let at = skipSpace(text, start + 1)
  let found: number | undefined
  for (let index = 0; at < text.length && text[at] !== ']' && text[at] !== '}'; index++) {
    let name: unknown = index
    if (!list) {
      const end = skipValue(text, at)
      name = JSON.parse(text.slice(at, end))
      at = skipSpace(text, skipSpace(text, end) + 1)
    }
    // Of a repeated key the last one counts, as in JSON.parse.
    if (name === key) found = at
    at = skipSpace(text, skipValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return found
}

function skipValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return skipString(text, start)
  if (first !== '{' && first !== '[') {
    let at = start
    while (at < text.length && !',]} \t\r\n'.includes(text[at] as string)) at++
    return at
  }
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = skipString(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function skipString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++
  return at
}
