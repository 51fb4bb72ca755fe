import { badRequest } from '../management-error.js'

/** Reads the text value of a patch operation; undefined takes the field away. */
export type ReadValue = (value: string | undefined, field: string) => unknown

/** Text; an empty one takes the field away. */
export const someTextValue: ReadValue = (value) => (value === '' ? undefined : value)

/** Text, be it empty. */
export const textValue: ReadValue = (value) => value ?? ''

/** Text of a template: an empty one is `null` (recorded). */
export const templateValue: ReadValue = (value) => (value === undefined || value === '' ? null : value)

/** A flag: `true` in any case; anything else is false, as Java reads it. */
export const flagValue: ReadValue = (value) => value?.toLowerCase() === 'true'

/** A whole number; an empty text takes the field away (recorded). */
export const integerValue: ReadValue = (value, field) => {
  if (value === undefined || value === '') return undefined
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`Invalid integer value for ${field}: ${value}`)
  return Number(value)
}

/** A number; `100.0` is 100. */
export const numberValue: ReadValue = (value, field) => {
  if (value === undefined || value === '') return undefined
  const number = Number(value)
  if (!Number.isFinite(number)) throw badRequest(`Invalid numeric value for ${field}: ${value}`)
  return number
}
