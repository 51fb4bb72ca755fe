import type { TemplateContext } from './objects/context.js'
import type { TemplateInput } from './objects/input.js'

/** What a template can see. */
export interface TemplateScope {
  /** `$input` */
  readonly input: TemplateInput
  /** `$context` */
  readonly context: TemplateContext
  /** `$stageVariables` */
  readonly stageVariables: Readonly<Record<string, string>>
  /** Further references by name, for tests of the language alone. */
  readonly variables?: Readonly<Record<string, unknown>>
}
