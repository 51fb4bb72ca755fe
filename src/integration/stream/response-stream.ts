import { Writable } from 'node:stream'
import type { StreamHead } from './prologue.js'
import { StreamBody } from './stream-body.js'

/** What a streaming handler writes its response to: a Node stream with the runtime's one more method. */
export class ResponseStream extends Writable {
  /** What has been written, for the gateway. */
  readonly body: StreamBody
  contentType: string | undefined
  #continue: (() => void) | undefined

  constructor() {
    super({ highWaterMark: 64 * 1024, decodeStrings: true })
    this.body = new StreamBody({
      resume: () => this.#resume(),
      cancel: (reason) => this.destroy(reason),
    })
    // A handler need not listen: an error after its client has gone is no news to the process.
    this.on('error', () => {})
  }

  setContentType(contentType: string): void {
    this.contentType = contentType
  }

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error | null) => void): void {
    if (this.body.push(chunk)) callback()
    else this.#continue = callback
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.body.end()
    callback()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.body.fail(error ?? new Error('The response stream of a function was destroyed'))
    callback(error)
  }

  #resume(): void {
    const proceed = this.#continue
    this.#continue = undefined
    proceed?.()
  }
}

const HTTP_INTEGRATION_TYPE = 'application/vnd.awslambda.http-integration-response'
const DELIMITER = new Uint8Array(8)

/**
 * What `awslambda.HttpResponseStream` is in the runtime: writes the head of a response, so that the rest of what is written is
 * the body.
 */
export const HttpResponseStream: { readonly from: (stream: Writable, head: StreamHead) => Writable } = {
  from: (stream, head) => {
    if (stream instanceof ResponseStream) stream.setContentType(HTTP_INTEGRATION_TYPE)
    stream.write(JSON.stringify(head))
    stream.write(DELIMITER)
    return stream
  },
}
