import { LAST_CODE_POINT, type CodePointSet } from './code-point-set.js'
import type { RegexNode } from './syntax-tree.js'

/** Whose source is written: RE2's, or the platform's RegExp with the flag `u`. */
export type Target = 're2' | 'native'

/** RE2 repeats at most so often. */
const MAX_RE2_REPEAT = 1000

/**
 * Writes an expression for another engine. Flags are resolved already, so the source needs none. `$` is written as the very
 * end: the caller sees to texts that end in a line terminator.
 *
 * @returns undefined for what the target cannot do: look-arounds, references, atomic groups, lines
 */
export function emitSource(node: RegexNode, target: Target): string | undefined {
  switch (node.kind) {
    case 'set':
      return emitSet(node.set, target)
    case 'sequence':
      return joined(node.parts, target, '')
    case 'choice':
      return wrapped('(?:', joined(node.branches, target, '|'))
    case 'repeat':
      return emitRepeat(node, target)
    case 'group':
      return wrapped('(', emitSource(node.part, target))
    case 'anchor':
      return emitAnchor(node.anchor, target)
    default:
      return undefined
  }
}

function joined(nodes: readonly RegexNode[], target: Target, separator: string): string | undefined {
  const sources: string[] = []
  for (const node of nodes) {
    const source = emitSource(node, target)
    if (source === undefined) return undefined
    sources.push(source)
  }
  return sources.join(separator)
}

function wrapped(open: string, source: string | undefined): string | undefined {
  return source === undefined ? undefined : `${open}${source})`
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, target: Target): string | undefined {
  const { min, max, mode, part } = node
  if (mode === 'possessive') return undefined
  if (target === 're2' && (min > MAX_RE2_REPEAT || (max !== Infinity && max > MAX_RE2_REPEAT))) return undefined
  const source = wrapped('(?:', emitSource(part, target))
  const bounds = `{${min},${max === Infinity ? '' : max}}`
  return source === undefined ? undefined : `${source}${bounds}${mode === 'lazy' ? '?' : ''}`
}

function emitAnchor(anchor: string, target: Target): string | undefined {
  switch (anchor) {
    case 'start':
      return target === 're2' ? '\\A' : '^'
    case 'very-end':
    case 'end-of-text':
      return target === 're2' ? '\\z' : '$'
    case 'word-boundary':
      return '\\b'
    case 'no-word-boundary':
      return '\\B'
    default:
      return undefined
  }
}

function emitSet(set: CodePointSet, target: Target): string {
  const code = (codePoint: number): string => `\\${target === 're2' ? 'x' : 'u'}{${codePoint.toString(16)}}`
  if (set.length === 0) return `[^${code(0)}-${code(LAST_CODE_POINT)}]`
  let source = ''
  for (let at = 0; at < set.length; at += 2) {
    const [first = 0, last = 0] = [set[at], set[at + 1]]
    source += first === last ? code(first) : `${code(first)}-${code(last)}`
  }
  return set.length === 2 && set[0] === set[1] ? source : `[${source}]`
}
