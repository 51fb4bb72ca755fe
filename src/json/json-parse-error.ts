/** The text is no JSON, not even by the permissive mode's rules. */
export class JsonParseError extends Error {
  /** Where in the text, in UTF-16 units from 0; 0 when unknown. */
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.name = 'JsonParseError'
    this.offset = offset
  }
}
