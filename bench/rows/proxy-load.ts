// A load generator that costs little: fixed requests over raw sockets, answers counted by their bytes.
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'

/** What a burst of requests came to. */
export interface LoadResult {
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p99: number
  readonly requests: number
}

/** Asks over and over on a number of connections. */
export async function loadRequests(port: number, path: string, connections: number, ms: number): Promise<LoadResult> {
  const latencies: number[] = []
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n`)
  const started = performance.now()
  const until = started + ms
  await Promise.all(
    Array.from({ length: connections }, () => askUntil(port, request, until, (latency) => latencies.push(latency))),
  )
  const seconds = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  return {
    requestsPerSecond: latencies.length / seconds,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    requests: latencies.length,
  }
}

function askUntil(port: number, request: Buffer, until: number, tell: (latency: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    let answer = Buffer.alloc(0)
    let wanted = 0
    let got = 0
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const ask = (): void => {
      sentAt = performance.now()
      socket.write(request)
    }
    socket.on('connect', ask)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk) => {
      got += chunk.byteLength
      // All answers of a server are of one length but for ids and dates, which keep theirs: only the first is read.
      if (wanted === 0) {
        answer = Buffer.concat([answer, chunk])
        wanted = answerLength(answer)
        if (wanted === 0) return
      }
      if (got < wanted) return
      if (got > wanted) {
        wanted = 0
        reject(new Error(`An answer had ${got} bytes, not ${wanted}`))
        return
      }
      got = 0
      const now = performance.now()
      tell(now - sentAt)
      if (now < until) ask()
      else socket.destroy()
    })
  })
}

function answerLength(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return 0
  const head = bytes.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(head)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error('An answer without a length')
  return end + 4 + Number(length)
}

/** Reads a number of files at once; gives megabytes a second. */
export async function loadFiles(port: number, path: string, files: number, size: number): Promise<number> {
  const started = performance.now()
  await Promise.all(Array.from({ length: files }, () => readFile(port, path, size)))
  return (files * size) / 1_048_576 / ((performance.now() - started) / 1000)
}

// As clients in Node read: each chunk is a buffer of its own, and is looked at.
function readFile(port: number, path: string, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let got = 0
    const call = get({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => (got += chunk.byteLength))
      response.on('error', reject)
      response.on('end', () => (got === size ? resolve() : reject(new Error(`A file ended after ${got} bytes`))))
    })
    call.on('error', reject)
  })
}
