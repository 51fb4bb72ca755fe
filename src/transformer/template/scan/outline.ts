import type { Expression, Output, Statement } from '../tree.js'

// Private-use characters cannot clash with the template's own: the neutral source holds none of its text.
const OPEN = '\uE000'
const CLOSE = '\uE001'

/**
 * A template in neutral form. The source keeps only blocks, operators and parentheses; everything else (text, literals,
 * references with their arguments) is a number in it that leads to a table. So nothing that velocityjs reads otherwise
 * than the service's engine reaches velocityjs.
 */
export interface Outline {
  /** The source for velocityjs. */
  readonly source: string
  /** Statements that the source names by placeholder. */
  readonly pieces: readonly Statement[]
  /** References in the text, `${o0}` … in the source. */
  readonly outputs: readonly Output[]
  /** Operands, `$r0` … in the source. */
  readonly operands: readonly Expression[]
  /** Whether there is nothing but pieces and outputs in it, so that no parser is needed. */
  readonly isFlat: boolean
}

/** Builds an {@link Outline}. */
export interface OutlineWriter {
  text(text: string): void
  piece(piece: Statement): void
  output(output: Output): void
  /** Notes an operand and answers its name in the source. */
  operand(operand: Expression): string
  /** Adds structure to the source. */
  structure(source: string): void
  mark(): Mark
  /** Forgets everything since the mark. */
  rewind(mark: Mark): void
  finish(): Outline
}

export interface Mark {
  readonly source: string
  readonly pieces: number
  readonly outputs: number
  readonly operands: number
  readonly isFlat: boolean
}

export function createOutlineWriter(): OutlineWriter {
  let source = ''
  let pending = ''
  let isFlat = true
  const pieces: Statement[] = []
  const outputs: Output[] = []
  const operands: Expression[] = []

  function flush(): void {
    if (pending === '') return
    const text = pending
    pending = ''
    piece({ type: 'text', text })
  }
  function piece(statement: Statement): void {
    flush()
    source += `${OPEN}${pieces.length}${CLOSE}`
    pieces.push(statement)
  }
  return {
    text(text) {
      pending += text
    },
    piece,
    output(output) {
      flush()
      source += `\${o${outputs.length}}`
      outputs.push(output)
    },
    operand(operand) {
      operands.push(operand)
      return `$r${operands.length - 1}`
    },
    structure(added) {
      flush()
      isFlat = false
      source += added
    },
    mark() {
      flush()
      return { source, pieces: pieces.length, outputs: outputs.length, operands: operands.length, isFlat }
    },
    rewind(mark) {
      pending = ''
      source = mark.source
      isFlat = mark.isFlat
      pieces.length = mark.pieces
      outputs.length = mark.outputs
      operands.length = mark.operands
    },
    finish() {
      flush()
      return { source, pieces, outputs, operands, isFlat }
    },
  }
}

/** A token of neutral text: a piece's number, or an output's. */
const ITEM = /\uE000(\d+)\uE001|\$\{o(\d+)\}/g

/** The statements that neutral text without structure stands for. */
export function readItems(source: string, outline: Outline): Statement[] {
  const statements: Statement[] = []
  for (const [, piece, output] of source.matchAll(ITEM)) {
    const statement = piece === undefined ? outline.outputs[Number(output)] : outline.pieces[Number(piece)]
    if (statement !== undefined) statements.push(statement)
  }
  return statements
}
