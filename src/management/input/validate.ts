import { ManagementError } from '../management-error.js'
import { ENUMERATIONS, listEnumeration, PATTERNS } from '../service-model/enumerations.js'
import { type Members, SHAPES } from '../service-model/shapes.js'

type Json = Readonly<Record<string, unknown>>

/**
 * Checks an input against the service model, before anything else is looked at (recorded).
 *
 * @param pathOf - how a refusal names a member
 * @throws ManagementError `ValidationException` with every fault in the model's order
 */
export function validateInput(members: Members, input: Json, pathOf: (member: string) => string): void {
  const faults = faultsOf(members, input, pathOf)
  if (faults.length === 0) return
  const count = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`
  throw new ManagementError('ValidationException', `${count} detected: ${faults.join('; ')}`, 400)
}

function faultsOf(members: Members, input: Json, pathOf: (member: string) => string): string[] {
  const faults: string[] = []
  for (const [name, type] of Object.entries(members)) check(type, input[name], pathOf(name), faults)
  return faults
}

function check(type: string, value: unknown, path: string, faults: string[]): void {
  if (type.endsWith('!')) {
    if (value === undefined) faults.push(refusal('null', path, 'Member must not be null'))
    else check(type.slice(0, -1), value, path, faults)
  } else if (value !== undefined && type.endsWith('[]')) {
    checkList(type.slice(0, -2), value as readonly unknown[], path, faults)
  } else if (value !== undefined && Object.hasOwn(SHAPES, type)) {
    faults.push(...faultsOf(SHAPES[type as keyof typeof SHAPES], value as Json, (name) => `${path}.${name}`))
  } else if (typeof value === 'string') {
    const constraint = constraintOf(type)
    if (constraint !== undefined && !constraint.allows(value))
      faults.push(refusal(`'${value}'`, path, constraint.words))
  }
}

// Of a list of enumerated values the service names the whole list, of structures each member by its number (recorded).
function checkList(type: string, items: readonly unknown[], path: string, faults: string[]): void {
  const constraint = constraintOf(type)
  if (constraint === undefined) {
    for (const [index, item] of items.entries()) check(type, item, `${path}.${index + 1}.member`, faults)
  } else if (!items.every((item) => constraint.allows(String(item)))) {
    faults.push(refusal(`'[${items.join(', ')}]'`, path, `Member must satisfy constraint: [${constraint.words}]`))
  }
}

function refusal(value: string, path: string, words: string): string {
  return `Value ${value} at '${path}' failed to satisfy constraint: ${words}`
}

interface Constraint {
  readonly words: string
  allows(value: string): boolean
}

function constraintOf(type: string): Constraint | undefined {
  if (Object.hasOwn(ENUMERATIONS, type)) {
    const values: readonly string[] = ENUMERATIONS[type as keyof typeof ENUMERATIONS]
    const words = `Member must satisfy enum value set: ${listEnumeration(values)}`
    return { words, allows: (value) => values.includes(value) }
  }
  if (!Object.hasOwn(PATTERNS, type)) return undefined
  const pattern = PATTERNS[type as keyof typeof PATTERNS]
  return {
    words: `Member must satisfy regular expression pattern: ${pattern}`,
    allows: (value) => new RegExp(`^(?:${pattern})$`).test(value),
  }
}
