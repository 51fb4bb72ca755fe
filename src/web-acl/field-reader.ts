import type { Inspection } from './inspection.js'
import { readChoice } from './reading.js'
import type { AclScope } from './scope.js'

/**
 * What a statement looks at: the parts of a request, each of which may fit, or the answer itself where there is more than
 * may be looked at and the rule says what that means.
 */
export type FieldReader = (inspection: Inspection) => readonly string[] | boolean

/** What to do about a component that is larger than is looked at. */
export type OversizeHandling = 'CONTINUE' | 'MATCH' | 'NO_MATCH'

/** `OversizeHandling` of a field; of bodies it may be left out, which means `CONTINUE` (documented). */
export function readOversize(
  scope: AclScope,
  settings: Readonly<Record<string, unknown>>,
  pointer: string,
  isRequired: boolean,
): OversizeHandling | undefined {
  const value = settings['OversizeHandling']
  if (value === undefined && !isRequired) return 'CONTINUE'
  return readChoice(scope, value, `${pointer}/OversizeHandling`, ['CONTINUE', 'MATCH', 'NO_MATCH'])
}
