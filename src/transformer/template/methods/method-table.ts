import { TemplateFault } from '../errors.js'

/**
 * The methods of one Java class that templates may call, by `name/number of arguments`. An argument that Java's method
 * would not take makes the answer undefined: the engine then finds no method, and the reference prints as nothing.
 */
export type MethodTable<T> = Readonly<Record<string, (target: T, a: unknown, b: unknown, c: unknown) => unknown>>

/** A string argument; undefined: no string, so the method is another one. */
export function textOf(argument: unknown): string | undefined {
  if (argument === null || argument === undefined) throw new TemplateFault('java.lang.NullPointerException')
  return typeof argument === 'string' ? argument : undefined
}

/** Fails as Java does when a position is outside of a text or list. */
export function outOfBounds(index: number | bigint, length: number): never {
  throw new TemplateFault(`java.lang.IndexOutOfBoundsException: index ${index}, length ${length}`)
}

/** `compareTo` takes any object by its signature and fails for one of another class. */
export function notComparable(other: unknown): never {
  const isNothing = other === null || other === undefined
  throw new TemplateFault(`java.lang.${isNothing ? 'NullPointerException' : 'ClassCastException'}`)
}
