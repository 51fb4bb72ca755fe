import { fieldsOf, textOf } from './document-tree.js'
import type { ImportContext, Located } from './import-context.js'
import { childPointer } from './document-tree.js'
import { refuse } from './import-context.js'

/** The method that a map belongs to, for the service's warnings. */
export interface MethodPlace {
  /** `/pets/{petId}`, base path included. */
  readonly path: string
  readonly httpMethod: string
}

/**
 * A map of text (`requestParameters`, `requestTemplates` …). A value that is no text is dropped with the service's
 * warning (recorded for `requestParameters` of an integration).
 */
export function textMap(
  context: ImportContext,
  { node, pointer }: Located,
  name: string,
  place?: MethodPlace,
): Map<string, string> {
  const map = new Map<string, string>()
  const written = node[name]
  if (written === undefined || written === null) return map
  if (typeof written !== 'object' || Array.isArray(written)) {
    refuse(context, `${pointer}/${name}`, `${name} is an object of texts.`, { found: written })
    return map
  }
  for (const [key, value] of fieldsOf(written)) {
    if (typeof value === 'string') map.set(key, value)
    else
      dropValue(
        context,
        name,
        key,
        textOf(value) ?? JSON.stringify(value),
        childPointer(`${pointer}/${name}`, key),
        place,
      )
  }
  return map
}

function dropValue(
  context: ImportContext,
  name: string,
  key: string,
  found: string,
  pointer: string,
  place: MethodPlace | undefined,
): void {
  const of = place === undefined ? '' : ` of resource '${place.path}' and method '${place.httpMethod}'`
  const message = `Invalid format for '${name}'. Expected type string for property '${key}'${of} but got '${found}'`
  context.warnings.push(message)
  context.findings.push({
    level: 'warning',
    rule: 'definition/value-dropped',
    pointer,
    message: `${message}: dropped.`,
  })
}
