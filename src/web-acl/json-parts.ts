import { byteText, fromByteText } from './byte-text.js'

/** A key or a scalar of a JSON text, with the way to it. */
export interface JsonPart {
  readonly kind: 'KEY' | 'VALUE'
  readonly text: string
  /** Whether it lies at or below one of the pointers that were asked for. */
  readonly isIncluded: boolean
}

/** The parts of a JSON text up to where it stops being JSON. */
export interface JsonParts {
  readonly parts: readonly JsonPart[]
  readonly isComplete: boolean
}

// Deeper than any API's payload: the state of each level costs memory, and a body of brackets has thousands.
const DEPTH_LIMIT = 512
const TOKEN =
  // oxlint-disable-next-line no-control-regex -- strings of JSON may not hold them
  /[ \t\n\r]*(?:("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{}:,]))/y

interface Level {
  readonly isObject: boolean
  /** The pointers of this level's children that lead to an included one, or `all` below one. */
  readonly wanted: ReadonlyArray<readonly string[]> | 'all'
  state: 'start' | 'key' | 'colon' | 'value' | 'end'
  key: string
  index: number
}

/**
 * Takes a JSON text apart without building its value: keys that come twice are both seen, a text that breaks off shows what
 * came before. Pointers (`/dogs/0/name`) choose parts; none chooses all.
 */
export function jsonParts(text: string, pointers: readonly string[] | undefined): JsonParts {
  const walk = new JsonWalk(pointers?.map(pointerSegments) ?? 'all')
  let at = 0
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) break
    at = TOKEN.lastIndex
    if (!walk.take(match[1], match[2], match[3])) return { parts: walk.parts, isComplete: false }
  }
  return { parts: walk.parts, isComplete: walk.isDone && /^[ \t\n\r]*$/.test(text.slice(at)) }
}

// The text is bytes: those of an escape are the character's in UTF-8.
function decodeString(literal: string): string {
  return literal.includes('\\') ? byteText(JSON.parse(fromByteText(literal)) as string) : literal.slice(1, -1)
}

function pointerSegments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

class JsonWalk {
  readonly parts: JsonPart[] = []
  isDone = false
  readonly #root: Level['wanted']
  readonly #levels: Level[] = []

  constructor(wanted: Level['wanted']) {
    this.#root = wanted
  }

  /** Takes one token; `false` when it may not stand here. */
  take(string: string | undefined, scalar: string | undefined, mark: string | undefined): boolean {
    if (this.isDone) return false
    if (mark !== undefined) return this.#mark(mark)
    const level = this.#levels.at(-1)
    if (string !== undefined && level?.isObject === true && (level.state === 'start' || level.state === 'key')) {
      level.key = decodeString(string)
      level.state = 'colon'
      this.#add('KEY', level.key, this.#child(level))
      return true
    }
    if (!this.#mayStartValue(level)) return false
    this.#add('VALUE', string === undefined ? (scalar ?? '') : decodeString(string), this.#child(level))
    this.#closeValue(level)
    return true
  }

  #mark(mark: string): boolean {
    const level = this.#levels.at(-1)
    if (mark === '{' || mark === '[') {
      if (!this.#mayStartValue(level) || this.#levels.length === DEPTH_LIMIT) return false
      this.#levels.push({ isObject: mark === '{', wanted: this.#child(level), state: 'start', key: '', index: 0 })
      return true
    }
    if (level === undefined) return false
    if (mark === ':') return this.#advance(level, 'colon', 'value')
    if (mark === ',') {
      level.index++
      return this.#advance(level, 'end', level.isObject ? 'key' : 'value')
    }
    if (level.isObject !== (mark === '}') || (level.state !== 'start' && level.state !== 'end')) return false
    this.#levels.pop()
    this.#closeValue(this.#levels.at(-1))
    return true
  }

  #advance(level: Level, from: Level['state'], to: Level['state']): boolean {
    if (level.state !== from) return false
    level.state = to
    return true
  }

  #mayStartValue(level: Level | undefined): boolean {
    return level === undefined || level.state === 'value' || (level.state === 'start' && !level.isObject)
  }

  #closeValue(level: Level | undefined): void {
    if (level === undefined) this.isDone = true
    else level.state = 'end'
  }

  #child(level: Level | undefined): Level['wanted'] {
    if (level === undefined) return included(this.#root)
    if (level.wanted === 'all') return 'all'
    const step = level.isObject ? level.key : String(level.index)
    return included(level.wanted.filter((path) => path[0] === step).map((path) => path.slice(1)))
  }

  #add(kind: JsonPart['kind'], text: string, wanted: Level['wanted']): void {
    this.parts.push({ kind, text, isIncluded: wanted === 'all' })
  }
}

function included(wanted: Level['wanted']): Level['wanted'] {
  return wanted !== 'all' && wanted.some((path) => path.length === 0) ? 'all' : wanted
}
