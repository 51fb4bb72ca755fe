/** What a streaming function failed with: before its head, the function's error; behind it, the end of the stream. */
export class StreamedFunctionError extends Error {
  /** What the function threw, or its error payload. */
  readonly thrown: unknown

  constructor(thrown: unknown) {
    super('A streaming function failed', { cause: thrown })
    this.name = 'StreamedFunctionError'
    this.thrown = thrown
  }
}
