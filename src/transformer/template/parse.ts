import { lazy } from '../../runtime/lazy.js'
import { TemplateSyntaxError } from './errors.js'
import { groupOperators } from './group-operators.js'
import type { Outline } from './scan/outline.js'
import { readItems } from './scan/outline.js'
import { scanTemplate } from './scan/scan.js'
import type { Branch, Expression, Reference, Statement } from './tree.js'

/** What velocityjs makes of neutral source: the part of its tree that can come out of it. */
export type VelocityNode =
  | string
  | readonly VelocityNode[]
  | {
      readonly type: string
      readonly id?: unknown
      readonly equal?: readonly [VelocityNode, VelocityNode]
      readonly condition?: VelocityNode
      readonly from?: VelocityNode
      readonly to?: string
      readonly expression?: readonly VelocityNode[]
      readonly operator?: string
    }

/**
 * Parses a template. Our scanner decides what is text and reads references and literals by the service's rules,
 * velocityjs parses the blocks and expressions of what is left.
 *
 * @throws TemplateSyntaxError
 */
export function parseStatements(source: string): Statement[] {
  try {
    return parseSource(source)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new TemplateSyntaxError('the template is nested too deeply', source, 0)
  }
}

function parseSource(source: string, origin?: number): Statement[] {
  const outline = scanTemplate(source, (content, offset) => parseString(source, content, origin ?? offset), origin)
  if (outline.isFlat) return readItems(outline.source, outline)
  const nodes = lazy.velocity().parse(outline.source, {}, false) as unknown as readonly VelocityNode[]
  return readBlock(nodes, 0, outline)
}

// The engine parses the content with a blank behind it, and takes one character off the end of what it renders: a `$` or
// `#` at the end is text then. A line comment would swallow the blank.
function parseString(source: string, content: string, origin: number): Expression {
  const padded = !content.includes('##')
  try {
    return { type: 'string', body: parseSource(padded ? `${content} ` : content, origin), padded }
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    throw new TemplateSyntaxError(`in a string: ${error.reason}`, source, origin)
  }
}

function readBlock(nodes: readonly VelocityNode[], from: number, outline: Outline): Statement[] {
  const statements: Statement[] = []
  let text = ''
  for (let at = from; at < nodes.length; at++) {
    const node = nodes[at] as VelocityNode
    // velocityjs cuts text where it likes, so it is joined before its placeholders are read.
    if (typeof node === 'string') {
      text += node
      continue
    }
    statements.push(...readItems(text, outline))
    text = ''
    statements.push(isList(node) ? readNested(node, outline) : readSingle(node, outline))
  }
  statements.push(...readItems(text, outline))
  return statements
}

function isList(node: VelocityNode): node is readonly VelocityNode[] {
  return Array.isArray(node)
}

type Single = Exclude<VelocityNode, string | readonly VelocityNode[]>

function readSingle(node: Single, outline: Outline): Statement {
  switch (node.type) {
    case 'references':
      return outline.outputs[indexOf(node.id)] as Statement
    case 'set':
      return {
        type: 'set',
        target: readOperand(node.equal?.[0], outline) as Reference,
        value: readExpression(node.equal?.[1], outline),
      }
    case 'break':
      return { type: 'break', scope: undefined }
    default:
      throw unexpected(node)
  }
}

/** A block is a list: its directive, then what stands in it, flat. */
function readNested(nodes: readonly VelocityNode[], outline: Outline): Statement {
  const head = nodes[0] as Single
  switch (head.type) {
    case 'foreach':
      return {
        type: 'foreach',
        variable: (outline.operands[indexOf(head.to)] as Reference).name,
        source: readExpression(head.from, outline),
        body: readBlock(nodes, 1, outline),
      }
    case 'define': {
      const { name } = outline.operands[indexOf(head.id)] as Reference
      return { type: 'define', name, body: readBlock(nodes, 1, outline) }
    }
    case 'if':
      return { type: 'if', branches: readBranches(nodes, outline) }
    default:
      throw unexpected(head)
  }
}

function readBranches(nodes: readonly VelocityNode[], outline: Outline): Branch[] {
  const branches: Branch[] = []
  let head = nodes[0] as Single
  let start = 1
  for (let at = 1; at <= nodes.length; at++) {
    const node = nodes[at] as Single | undefined
    if (node !== undefined && node.type !== 'elseif' && node.type !== 'else') continue
    const condition = head.type === 'else' ? undefined : readExpression(head.condition, outline)
    branches.push({ condition, body: readBlock(nodes.slice(start, at), 0, outline) })
    if (node === undefined) break
    head = node
    start = at + 1
  }
  return branches
}

function readExpression(node: VelocityNode | undefined, outline: Outline): Expression {
  return groupOperators(node, (operand) => readOperand(operand, outline))
}

function readOperand(node: VelocityNode | undefined, outline: Outline): Expression {
  const operand = node as Single
  if (operand.type !== 'references') throw unexpected(operand)
  return outline.operands[indexOf(operand.id)] as Expression
}

/** `r12` → 12. */
function indexOf(id: unknown): number {
  return Number(String(id).slice(1))
}

function unexpected(node: VelocityNode | undefined): Error {
  return new Error(`velocityjs gave a node that neutral source has not: ${JSON.stringify(node)}`)
}
