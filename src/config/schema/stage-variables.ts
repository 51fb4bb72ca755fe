import type { Schema } from './schema.js'

/**
 * Stage variables, with the service's limits on their number and length. Its limit on the characters of a value is left out: a
 * value with a space is what one of the recorded definitions has, and harmless.
 */
export const STAGE_VARIABLES: Schema = {
  title: 'StageVariables',
  type: 'object',
  maxProperties: 100,
  propertyNames: {
    title: 'StageVariableName',
    pattern: '^\\w{1,64}$',
    patternFault: 'The name of a stage variable has letters, digits and _, at most 64',
  },
  additionalProperties: { type: 'string', maxLength: 512 },
}
