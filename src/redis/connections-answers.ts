import type { ConnectionAnswer } from '../connections/index.js'
import type { Clock } from '../runtime/clock.js'
import type { Random } from '../runtime/random.js'
import { decodeAnswer } from './connections-wire.js'
import type { RedisSubscribe } from './types.js'

/** An answer that is awaited. */
export interface AwaitedAnswer {
  readonly sequence: number
  /** The answer, or `undefined` when there is none after so many milliseconds. */
  within(ms: number): Promise<ConnectionAnswer | undefined>
  /** Whatever comes later is nobody's. */
  forget(): void
}

/** The answers to this process's commands, which come over a channel of its own. */
export interface Answers {
  /** Listens, from the first call on; gives the name that answers must be sent to. */
  listen(): Promise<string>
  expect(): AwaitedAnswer
  close(): Promise<void>
}

/** What {@link createAnswers} takes. */
export interface AnswersOptions {
  readonly subscribe: RedisSubscribe
  readonly channelOf: (name: string) => string
  readonly clock: Clock
  readonly random: Random
}

/** Makes the place where answers are awaited. */
export function createAnswers({ subscribe, channelOf, clock, random }: AnswersOptions): Answers {
  const waiting = new Map<number, (answer: ConnectionAnswer) => void>()
  let sequence = 0
  let name: string | undefined
  let listening: Promise<() => unknown> | undefined

  const onMessage = (message: string | Uint8Array): void => {
    const sent = decodeAnswer(message)
    if (sent !== undefined) waiting.get(sent.sequence)?.(sent.answer)
  }

  return {
    listen: async () => {
      name ??= randomName(random)
      listening ??= subscribe(channelOf(name), onMessage)
      try {
        await listening
      } catch (error) {
        // The next command tries again.
        listening = undefined
        throw error
      }
      return name
    },
    expect: () => {
      const own = ++sequence
      let settle: ((answer: ConnectionAnswer) => void) | undefined
      const answer = new Promise<ConnectionAnswer>((resolve) => (settle = resolve))
      waiting.set(own, (given) => settle?.(given))
      return {
        sequence: own,
        within: (ms) =>
          new Promise((resolve) => {
            const timer = clock.setTimeout(() => resolve(undefined), ms)
            void answer.then((given) => {
              clock.clearTimeout(timer)
              resolve(given)
            })
          }),
        forget: () => void waiting.delete(own),
      }
    },
    close: async () => {
      const stop = await listening?.catch(() => undefined)
      listening = undefined
      await stop?.()
    },
  }
}

function randomName(random: Random): string {
  const bytes = new Uint8Array(16)
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a random source, not an array
  random.fill(bytes)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
