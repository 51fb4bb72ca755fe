import { own, readObject } from './elements.js'
import { pointTo, PolicyError } from './policy-error.js'
import { compileStatement, createStatementContext } from './statement.js'
import type { CompiledPolicy, PolicyDecision, PolicyOptions } from './types.js'

const ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement'])
const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17']
const SILENT: PolicyDecision = Object.freeze({ effect: 'Silent' })

/**
 * Checks and compiles an IAM policy document: a resource policy, an identity policy or the output of a Lambda
 * authorizer. A document may be the object or its JSON text. It is read once; later changes to it have no effect.
 *
 * @throws PolicyError with the place, what was found and what is allowed. Nothing is skipped.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function compilePolicy(document: unknown, options: PolicyOptions = {}): CompiledPolicy {
  const policy = readObject(typeof document === 'string' ? parse(document) : document, '', ELEMENTS)
  const version = own(policy, 'Version')
  if (!VERSIONS.includes(version)) throw new PolicyError('/Version', version, '"2012-10-17" or "2008-10-17"')
  const id = own(policy, 'Id')
  if (id !== undefined && typeof id !== 'string') throw new PolicyError('/Id', id, 'a text')
  const body = own(policy, 'Statement')
  if (body === undefined) throw new PolicyError('', undefined, 'an object with Statement')

  const context = createStatementContext(version, options)
  const many = Array.isArray(body)
  const items: readonly unknown[] = many ? body : [body]
  const statements = items.map((item, index) => {
    const statement = compileStatement(item, many ? pointTo('/Statement', index) : '/Statement', context)
    const { effect, sid } = statement
    const decision: PolicyDecision = Object.freeze({ effect, statement: index, ...(sid === undefined ? {} : { sid }) })
    return { statement, decision }
  })
  // Denies first: the first statement that applies is then the decision.
  const ordered = [
    ...statements.filter(({ decision }) => decision.effect === 'Deny'),
    ...statements.filter(({ decision }) => decision.effect === 'Allow'),
  ]
  return {
    evaluate: (request) => {
      const action = request.action.toLowerCase()
      for (const { statement, decision } of ordered) if (statement.applies(request, action)) return decision
      return SILENT
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PolicyError('', text, 'a JSON document')
  }
}
