import { Buffer } from 'node:buffer'
import type { ConnectionAnswer, ConnectionCommand, ConnectionRecord } from '../connections/index.js'
import { textOf } from './redis-text.js'

/** A command on its way to the process that owns a connection, and where its answer is awaited. */
export interface SentCommand {
  readonly replyTo: string
  readonly sequence: number
  readonly command: ConnectionCommand
}

/** The answer to a command, on its way back. */
export interface SentAnswer {
  readonly sequence: number
  readonly answer: ConnectionAnswer
}

/** A command as text; bytes among it as base64, since clients may take messages for text. */
export function encodeCommand({ replyTo, sequence, command }: SentCommand): string {
  if (command.kind !== 'send' || typeof command.data === 'string') return JSON.stringify([replyTo, sequence, command])
  const { data, ...rest } = command
  return JSON.stringify([replyTo, sequence, { ...rest, bytes: Buffer.from(data).toString('base64') }])
}

/** Reads a command; `undefined` for what is none. */
export function decodeCommand(message: string | Uint8Array): SentCommand | undefined {
  const parts = parse(message)
  if (!Array.isArray(parts)) return undefined
  const [replyTo, sequence, command] = parts as unknown[]
  if (typeof replyTo !== 'string' || typeof sequence !== 'number') return undefined
  const read = isObject(command) ? readCommand(command) : undefined
  return read === undefined ? undefined : { replyTo, sequence, command: read }
}

function readCommand(given: Readonly<Record<string, unknown>>): ConnectionCommand | undefined {
  const { kind, connectionId, data, bytes, code, reason } = given
  if (typeof connectionId !== 'string') return undefined
  if (kind === 'describe') return { kind, connectionId }
  if (kind === 'close' && typeof code === 'number' && typeof reason === 'string') {
    return { kind, connectionId, code, reason }
  }
  if (kind !== 'send') return undefined
  if (typeof data === 'string') return { kind, connectionId, data }
  return typeof bytes === 'string'
    ? { kind, connectionId, data: new Uint8Array(Buffer.from(bytes, 'base64')) }
    : undefined
}

/** An answer as text. */
export function encodeAnswer({ sequence, answer }: SentAnswer): string {
  return JSON.stringify([sequence, answer])
}

/** Reads an answer; `undefined` for what is none. */
export function decodeAnswer(message: string | Uint8Array): SentAnswer | undefined {
  const parts = parse(message)
  if (!Array.isArray(parts)) return undefined
  const [sequence, answer] = parts as unknown[]
  if (typeof sequence !== 'number' || !isObject(answer)) return undefined
  const { outcome, lastActiveAt } = answer
  if (outcome === 'gone' || outcome === 'full') return { sequence, answer: { outcome } }
  if (outcome !== 'done') return undefined
  return { sequence, answer: { outcome, ...(typeof lastActiveAt === 'number' && { lastActiveAt }) } }
}

/** Reads a record; `undefined` for what is none. */
export function decodeRecord(value: string | Uint8Array): ConnectionRecord | undefined {
  const given = parse(value)
  if (!isObject(given)) return undefined
  const { connectionId, apiId, stage, owner, connectedAt, expiresAt, sourceIp, userAgent } = given
  const texts = [connectionId, apiId, stage, owner, sourceIp, userAgent ?? '']
  const times = [connectedAt, expiresAt]
  const isWhole = texts.every((text) => typeof text === 'string') && times.every((time) => typeof time === 'number')
  return isWhole ? (given as unknown as ConnectionRecord) : undefined
}

function parse(message: string | Uint8Array): unknown {
  try {
    return JSON.parse(textOf(message))
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
