/** The record without the fields that are undefined. */
export function present<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value
  return kept as { [Name in keyof T]: Exclude<T[Name], undefined> }
}

/** The map, or undefined when it is empty. */
export function filled<T extends object>(map: T | undefined): T | undefined {
  return map === undefined || Object.keys(map).length === 0 ? undefined : map
}

/** The text, or undefined when it is empty. */
export function someText(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** Puts a field without letting `__proto__` reach the prototype. */
export function setField(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

/** An own field, or undefined. */
export function ownField<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined
}
