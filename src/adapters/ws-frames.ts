import { FRAME_LIMIT } from '../connections/index.js'

const EXTENDED: Readonly<Record<number, number>> = { 126: 2, 127: 8 }

/**
 * Follows the frames in the bytes of one client (RFC 6455, section 5.2). `ws` puts messages together before it hands them over,
 * and has no limit for the frames that they came in; the service has one.
 */
export class FrameWatcher {
  /** Bytes of the payload that are still to come. */
  #left = 0
  /** Byte of the header that comes next. */
  #at = 0
  #headerSize = 2
  #lengthEnd = 2
  #length = 0

  /** Takes the next bytes; whether a frame over the limit begins among them. */
  isOver(chunk: Uint8Array): boolean {
    let index = 0
    while (index < chunk.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - index)
        this.#left -= step
        index += step
      } else if (this.#readHeader(chunk[index++] as number)) {
        if (this.#length > FRAME_LIMIT) return true
        this.#left = this.#length
      }
    }
    return false
  }

  // Whether the header ends with this byte.
  #readHeader(byte: number): boolean {
    const at = this.#at++
    if (at === 1) {
      const short = byte & 127
      const extended = EXTENDED[short] ?? 0
      this.#length = extended === 0 ? short : 0
      this.#lengthEnd = 2 + extended
      this.#headerSize = this.#lengthEnd + ((byte & 128) === 0 ? 0 : 4)
    } else if (at > 1 && at < this.#lengthEnd) {
      this.#length = this.#length * 256 + byte
    }
    if (at === 0 || this.#at < this.#headerSize) return false
    this.#at = 0
    return true
  }
}
