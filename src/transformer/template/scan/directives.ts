import type { Expression } from '../tree.js'
import type { Reader } from './reader.js'
import { describe, readEnd } from './reader.js'
import type { Token } from './token.js'
import { readReference, readValue } from './values.js'

interface Argument {
  readonly token: Token
  /** Undefined: a word such as `in`. */
  readonly value: Expression | undefined
}

type BlockReader = (reader: Reader) => void

/** Reads `#name` or `#name(…)` and, for directives that have one, the block up to `#end`. */
export function readDirective(reader: Reader, readBlock: BlockReader): void {
  const mark = reader.taken.length
  const token = reader.take()
  const name = token.kind === 'WORD' ? token.image.slice(1) : token.image.slice(2, -1)
  reader.lexer.enterDirective()
  if (!reader.lexer.atParenthesis()) {
    reader.lexer.leaveDirective()
    return readBareDirective(reader, token, name)
  }
  const args = readArguments(reader, name)
  switch (name) {
    case 'foreach':
      return readForeach(reader, token, args, readBlock)
    case 'define':
      return readDefine(reader, token, args, readBlock)
    case 'macro':
      return readMacro(reader, token, args, readBlock)
    case 'literal':
      return readLiteral(reader, token, readBlock)
    default:
      return readLine(reader, { token, name, args, mark }, readBlock)
  }
}

function readBareDirective(reader: Reader, token: Token, name: string): void {
  const { outline } = reader
  switch (name) {
    case 'stop':
      return outline.piece({ type: 'stop' })
    case 'break':
      return outline.structure('#break')
    case 'include':
    case 'parse':
      return outline.piece(notAvailable(reader, token, name))
    case 'foreach':
    case 'define':
    case 'macro':
    case 'literal':
      return reader.fail(`\`#${name}\` needs its arguments in parentheses`, token)
    default:
      return outline.text(token.image)
  }
}

function notAvailable(reader: Reader, token: Token, name: string) {
  const offset = reader.place(token.start)
  return { type: 'fail', reason: `\`#${name}\` is not available in mapping templates`, offset } as const
}

interface Line {
  readonly token: Token
  readonly name: string
  readonly args: readonly Argument[]
  /** Where the directive begins among the tokens taken. */
  readonly mark: number
}

function readLine(reader: Reader, { token, name, args, mark }: Line, readBlock: BlockReader): void {
  const { outline } = reader
  switch (name) {
    case 'stop':
      if (args.length > 1) reader.fail('`#stop` takes one argument at most', token)
      return outline.piece({ type: 'stop' })
    case 'break':
      if (args.length > 1) reader.fail('`#break` takes one argument at most', token)
      return outline.piece({ type: 'break', scope: args[0]?.value })
    case 'include':
    case 'parse':
      return outline.piece(notAvailable(reader, token, name))
    default:
  }
  // `#@name(…)` would call a macro with a body.
  if (name.startsWith('@')) {
    skipBlock(reader, readBlock)
    readEnd(reader, token)
  }
  // A `$` in front of a text is no part of its token.
  return outline.text(reader.taken.slice(mark).reduce((text, { image }) => text + image, ''))
}

function skipBlock(reader: Reader, readBlock: BlockReader): void {
  const mark = reader.outline.mark()
  readBlock(reader)
  reader.outline.rewind(mark)
}

function readArguments(reader: Reader, name: string): Argument[] {
  const args: Argument[] = []
  reader.skipBlanks()
  reader.expect('LPAREN', '`(`')
  for (;;) {
    reader.skipBlanks()
    if (reader.peek().kind === 'RPAREN') break
    if (reader.peek().kind === 'COMMA') {
      reader.take()
      reader.skipBlanks()
    }
    args.push(readArgument(reader, name, args.length))
  }
  reader.take()
  return args
}

function readArgument(reader: Reader, name: string, position: number): Argument {
  const token = reader.peek()
  const isWord = token.kind === 'WORD'
  if (isWord !== allowsWord(name, position, isWord)) {
    reader.fail(`${describe(token)} is not a valid argument of \`#${name}\``)
  }
  if (isWord) {
    reader.take()
    return { token, value: undefined }
  }
  const isReference = token.kind === 'IDENTIFIER' || token.kind === 'LCURLY'
  return { token, value: isReference ? readReference(reader).reference : readValue(reader) }
}

// A word may stand as the name of a macro, as the `in` of a loop, and anywhere in a directive that the engine does not
// know, which it prints as written.
function allowsWord(name: string, position: number, isWord: boolean): boolean {
  if (name === 'macro') return position === 0
  if (name === 'foreach') return isWord && position === 1
  return isWord && !['include', 'parse', 'literal', 'break', 'define', 'stop'].includes(name)
}

function readForeach(reader: Reader, token: Token, args: readonly Argument[], readBlock: BlockReader): void {
  const { outline } = reader
  const [variable, word, list] = args
  const isLoop = args.length === 3 && variable?.value?.type === 'reference' && word?.value === undefined
  if (!isLoop || list?.value === undefined) return reader.fail('a loop is written `#foreach($item in $list)`', token)
  outline.structure(`#foreach(${outline.operand(variable.value)} in ${outline.operand(list.value)})`)
  readBlock(reader)
  readEnd(reader, token)
  outline.structure('#end')
}

function readDefine(reader: Reader, token: Token, args: readonly Argument[], readBlock: BlockReader): void {
  const { outline } = reader
  const [block] = args
  if (block === undefined || args.length > 1) return reader.fail('`#define` takes one reference', token)
  // The engine takes the name from the first token as it stands: `$!name` and `${name}` define nothing one can refer to.
  const name = block.token.image.slice(1)
  const target = outline.operand({ type: 'reference', name, steps: [], offset: reader.place(token.start) })
  outline.structure(`#define(${target})`)
  readBlock(reader)
  readEnd(reader, token)
  outline.structure('#end')
}

/** `#macro` is read and forgotten: the service does not allow a template to define macros, so calls print as written. */
function readMacro(reader: Reader, token: Token, args: readonly Argument[], readBlock: BlockReader): void {
  const [name] = args
  if (name === undefined) return reader.fail('`#macro` needs a name', token)
  skipBlock(reader, readBlock)
  readEnd(reader, token)
  reader.macros.add(name.token.image)
}

function readLiteral(reader: Reader, token: Token, readBlock: BlockReader): void {
  const mark = reader.taken.length
  skipBlock(reader, readBlock)
  const body = reader.taken.slice(mark)
  readEnd(reader, token)
  reader.outline.text(body.reduce((text, { image, special }) => text + special + (image === '*#' ? '' : image), ''))
}
