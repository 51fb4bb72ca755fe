import type { PassthroughBehavior } from '../api/model.js'

/** What becomes of a request payload: a template renders it, it passes, or the request is refused with 415. */
export type TemplateChoice<T> = { readonly contentType: string; readonly template: T } | 'passthrough' | 'unsupported'

/**
 * Chooses the request template by the MIME type of the content type, `$default` for the others (recorded), and else by
 * `passthroughBehavior`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export function chooseRequestTemplate<T>(
  templates: ReadonlyMap<string, T>,
  contentType: string,
  behavior: PassthroughBehavior,
): TemplateChoice<T> {
  const template = templates.get(contentType)
  if (template !== undefined) return { contentType, template }
  const fallback = templates.get('$default')
  if (fallback !== undefined) return { contentType, template: fallback }
  if (behavior === 'NEVER') return 'unsupported'
  return behavior === 'WHEN_NO_TEMPLATES' && templates.size > 0 ? 'unsupported' : 'passthrough'
}

/** Chooses the response template: the one of the accepted type, else the first; `undefined` when there is none at all. */
export function chooseResponseTemplate<T>(
  templates: ReadonlyMap<string, T>,
  accepted: string,
): { readonly contentType: string; readonly template: T } | undefined {
  const own = templates.get(accepted)
  if (own !== undefined) return { contentType: accepted, template: own }
  const first = templates.entries().next().value
  return first === undefined ? undefined : { contentType: first[0], template: first[1] }
}
