import { TemplateFault, wrongNumberOfArguments } from '../errors.js'
import type { Args } from '../values/java-values.js'
import { HostObject } from '../values/java-values.js'
import { isInt } from '../values/numbers.js'
import type { Frame, Run } from './frame.js'
import { BREAK, DONE, Interruption } from './frame.js'

const MAX_DEPTH = 2

/** What `#define` puts into its variable: rendered anew wherever it is printed. */
export class DefinedBlock extends HostObject {
  readonly #frame: Frame
  readonly #body: Run
  #depth = 0

  constructor(frame: Frame, body: Run) {
    super()
    this.#frame = frame
    this.#body = body
  }

  property(): undefined {
    return undefined
  }

  call(name: string, args: Args): unknown {
    if (name !== 'toString') return undefined
    return args.length === 0 ? this.print() : wrongNumberOfArguments(name)
  }

  override index(key: unknown): unknown {
    if (isInt(key) && key < 0) throw new TemplateFault("a 'size()' method is required for a negative index")
    return undefined
  }

  /** A block inside of itself is rendered twice at most. */
  override print(): string | null {
    if (this.#depth >= MAX_DEPTH) return null
    this.#depth++
    try {
      return renderText(this.#frame, this.#body, true)
    } finally {
      this.#depth--
    }
  }
}

/**
 * Renders statements for their text.
 *
 * @param isBlock a `#break` ends the block, and text before a `#stop` counts as output
 */
export function renderText(frame: Frame, body: Run, isBlock: boolean): string {
  const before = frame.out
  frame.out = ''
  const ending = body(frame)
  const text = frame.out
  frame.out = before
  if (ending === DONE || (ending === BREAK && isBlock)) return text
  if (isBlock) frame.out += text
  throw new Interruption(ending)
}
