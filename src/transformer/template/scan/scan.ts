import type { Outline } from './outline.js'
import type { StringReader } from './reader.js'
import { createReader, describe } from './reader.js'
import { readStatements } from './statements.js'

/**
 * Reads a template into its {@link Outline}.
 *
 * @param readString reads the content of a double-quoted string that holds references or directives
 * @param origin the offset in the whole template, when `source` is such a content
 * @throws TemplateSyntaxError where the service's engine refuses the template
 */
export function scanTemplate(source: string, readString: StringReader, origin?: number): Outline {
  const reader = createReader(source, readString, origin)
  readStatements(reader)
  const token = reader.peek()
  if (token.kind === 'END') reader.fail('`#end` closes nothing')
  if (token.kind !== 'EOF') reader.fail(`unexpected ${describe(token)}`)
  return reader.outline.finish()
}
