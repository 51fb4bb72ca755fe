import { fault, notHonoured, readInteger, readList, readObject, readText } from './reading.js'
import type { AclScope } from './scope.js'
import { OTHER_TRANSFORMATIONS, type Transformation, TRANSFORMATIONS } from './transformations.js'

/** Compiles `TextTransformations`: applied from the lowest `Priority` up. */
export function compileTransformations(scope: AclScope, value: unknown, pointer: string): Transformation | undefined {
  const list = readList(scope, value, pointer)
  if (list === undefined) return undefined
  if (list.length === 0) return fault(scope, pointer, 'One transformation is needed at least: NONE.')
  const steps = list.map((one, i) => compileOne(scope, one, `${pointer}/${i}`))
  if (steps.some((step) => step === undefined)) return undefined
  const ordered = (steps as Array<NonNullable<(typeof steps)[number]>>).toSorted((a, b) => a.priority - b.priority)
  if (new Set(ordered.map(({ priority }) => priority)).size < ordered.length)
    return fault(scope, pointer, 'Two transformations have the same Priority.')
  const [first] = ordered
  if (ordered.length === 1 && first !== undefined) return first.apply
  return (text) => ordered.reduce((result, { apply }) => apply(result), text)
}

function compileOne(
  scope: AclScope,
  value: unknown,
  pointer: string,
): { readonly priority: number; readonly apply: Transformation } | undefined {
  const object = readObject(scope, value, pointer)
  if (object === undefined) return undefined
  const priority = readInteger(scope, object['Priority'], `${pointer}/Priority`, [0, 2_147_483_647])
  const type = readText(scope, object['Type'], `${pointer}/Type`)
  if (priority === undefined || type === undefined) return undefined
  const apply = TRANSFORMATIONS.get(type)
  if (apply !== undefined) return { priority, apply }
  if (OTHER_TRANSFORMATIONS.has(type))
    return notHonoured(
      scope,
      `${pointer}/Type`,
      'text-transformation-not-built',
      `The text transformation ${type} is not built.`,
    )
  return fault(scope, `${pointer}/Type`, 'There is no such transformation.', {
    found: type,
    allowed: [...TRANSFORMATIONS.keys()],
  })
}
