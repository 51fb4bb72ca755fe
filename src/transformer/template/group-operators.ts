import type { VelocityNode } from './parse.js'
import type { BinaryOperator, Expression } from './tree.js'

/** Higher binds tighter. velocityjs gives `&&` and `||` one precedence; the service's engine does not. */
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}

interface MathNode {
  readonly type: string
  readonly expression?: readonly VelocityNode[]
  readonly operator?: string
}

type OperandReader = (node: VelocityNode) => Expression

/**
 * Turns velocityjs' tree of an expression into ours. It keeps parentheses as nodes, so every chain of operators can be
 * laid out flat again and grouped by the engine's precedence.
 */
export function groupOperators(node: VelocityNode | undefined, readOperand: OperandReader): Expression {
  const operands: Expression[] = []
  const operators: BinaryOperator[] = []
  flatten(node as VelocityNode, operands, operators, readOperand)
  return climb({ operands, operators, at: 0 }, 1)
}

function flatten(
  node: VelocityNode,
  operands: Expression[],
  operators: BinaryOperator[],
  readOperand: OperandReader,
): void {
  const { type, expression = [], operator } = node as MathNode
  const [left, right] = expression
  if (type !== 'math' || left === undefined) {
    operands.push(readOperand(node))
  } else if (operator === 'parenthesis') {
    operands.push(groupOperators(left, readOperand))
  } else if (operator === 'not') {
    operands.push({ type: 'not', operand: groupOperators(left, readOperand) })
  } else {
    flatten(left, operands, operators, readOperand)
    operators.push(operator as BinaryOperator)
    flatten(right as VelocityNode, operands, operators, readOperand)
  }
}

interface Chain {
  readonly operands: readonly Expression[]
  readonly operators: readonly BinaryOperator[]
  at: number
}

function climb(chain: Chain, lowest: number): Expression {
  let left = chain.operands[chain.at] as Expression
  for (;;) {
    const operator = chain.operators[chain.at]
    if (operator === undefined || PRECEDENCE[operator] < lowest) return left
    chain.at++
    left = { type: 'binary', operator, left, right: climb(chain, PRECEDENCE[operator] + 1) }
  }
}
