import type { Expression } from '../tree.js'
import type { Evaluate, Print } from './frame.js'
import type { Slots } from './slots.js'

/** The slots, and the parts of the lowering that call each other in a circle. */
export interface Lowering extends Slots {
  /** Lowers an expression to its value. */
  lowerValue(expression: Expression): Evaluate
  /** Lowers a string that is a template of its own. */
  lowerString(string: Extract<Expression, { type: 'string' }>): Print
}
