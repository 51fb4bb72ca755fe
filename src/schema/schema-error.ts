/** A model's schema that cannot be compiled: a keyword with the wrong kind of value, or a `$ref` that leads nowhere. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SchemaError'
  }
}
