import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createChat } from '../../examples/chat/chat.js'
import { createChatServer } from '../../examples/chat/server.js'
import { gatewayRequestHandler } from '../../src/adapters/aws-sdk.js'
import type { Gateway } from '../../src/index.js'
import { chromiumPath, launchChromium } from '../browser/chromium.js'
import { ROOT } from '../support/public-entries.js'

/** A chat on a free port, whose connections are known in the order in which they came. */
interface Chat {
  readonly gateway: Gateway
  readonly server: Server
  readonly port: number
  readonly ids: string[]
}

async function startChat(): Promise<Chat> {
  const gateway = createChat()
  const ids: string[] = []
  const server = createChatServer({
    ...gateway,
    connect: async (request, socket) => {
      const accepted = await gateway.connect(request, socket)
      if ('connectionId' in accepted) ids.push(accepted.connectionId)
      return accepted
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { gateway, server, port: (server.address() as AddressInfo).port, ids }
}

/** The command line client: what it printed, and a way to type. */
class Wscat {
  readonly lines: string[] = []
  readonly exited: Promise<unknown>
  readonly #child: ChildProcess

  constructor(url: string) {
    this.#child = spawn(`${ROOT}node_modules/.bin/wscat`, ['--no-color', '-c', url])
    this.exited = once(this.#child, 'exit')
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => {
        // Where it is not a terminal's, its output is the messages, here and there behind a prompt.
        const lines = String(chunk).split(/[\r\n]+/)
        this.lines.push(...lines.map((line) => line.replace(/^(?:> )+/, '')).filter((line) => line !== ''))
      })
    }
  }

  type(text: string): void {
    this.#child.stdin?.write(`${text}\n`)
  }

  async end(): Promise<void> {
    this.#child.stdin?.end()
    await this.exited
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

const say = (text: string): string => JSON.stringify({ action: 'say', text })
const heard = (from: string, text: string): string => JSON.stringify({ from, text })

let chat: Chat
const cats: Wscat[] = []
const connect = async (name: string): Promise<Wscat> => {
  const before = chat.ids.length
  const cat = start(name)
  await vi.waitFor(() => expect(chat.ids.length).toBe(before + 1), 10_000)
  return cat
}
const start = (name: string): Wscat => {
  const cat = new Wscat(`ws://127.0.0.1:${chat.port}/prod?name=${name}`)
  cats.push(cat)
  return cat
}

beforeAll(async () => {
  chat = await startChat()
})
afterAll(async () => {
  for (const cat of cats) cat.kill()
  await chat.gateway.close()
  chat.server.closeAllConnections()
  chat.server.close()
})

test('examples/chat talks to itself and ends', async () => {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'examples/chat/main.ts', '--once'], { cwd: ROOT })
  expect(stdout).toBe('{"from":"Ada","text":"hello"}\n')
})

describe('wscat', () => {
  test('two clients talk, one of them goes, a third is not let in', async () => {
    const ada = await connect('Ada')
    const bob = await connect('Bob')
    await vi.waitFor(() => expect(ada.lines).toContain(heard('chat', 'Bob came in')), 10_000)
    ada.type(say('hello'))
    await vi.waitFor(() => expect(bob.lines).toContain(heard('Ada', 'hello')))
    bob.type('what now?')
    await vi.waitFor(() => expect(bob.lines.join()).toContain('say:'))
    await bob.end()
    await vi.waitFor(() => expect(ada.lines).toContain(heard('chat', 'Bob went away')))
    const nobody = start('')
    await vi.waitFor(() => expect(nobody.lines.join()).toContain('401'), 10_000)
  })

  test('the AWS SDK posts to a client, and sends it away', async () => {
    const eve = await connect('Eve')
    const ConnectionId = chat.ids.at(-1) as string
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
    const overPort = new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${chat.port}/prod`,
      region: 'us-east-1',
      credentials,
    })
    await overPort.send(new PostToConnectionCommand({ ConnectionId, Data: 'over the port' }))
    await vi.waitFor(() => expect(eve.lines).toContain('over the port'))
    const inProcess = new ApiGatewayManagementApiClient({
      endpoint: 'https://chat.example.com/prod',
      region: 'us-east-1',
      credentials,
      requestHandler: gatewayRequestHandler(chat.gateway),
    })
    await inProcess.send(new PostToConnectionCommand({ ConnectionId, Data: 'in process' }))
    await vi.waitFor(() => expect(eve.lines).toContain('in process'))
    await inProcess.send(new DeleteConnectionCommand({ ConnectionId }))
    await eve.exited
    const late = overPort.send(new PostToConnectionCommand({ ConnectionId, Data: 'late' }))
    await expect(late).rejects.toBeInstanceOf(GoneException)
    overPort.destroy()
  })
})

if (chromiumPath === undefined) {
  console.warn('not here: Chromium; the chat page is not tested')
  test.skipIf(process.env['CI'] === undefined)('the chat page in Chromium: Chromium is not installed', () => {
    expect.fail('Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH')
  })
}

describe.skipIf(chromiumPath === undefined)('a page in Chromium', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launchChromium()
    page = await browser.newPage()
  })
  afterAll(() => browser?.close())

  const log = (): Promise<string[]> => page.locator('#log li').allTextContents()

  test('chats with wscat, is posted to by the AWS SDK, and learns of its end', async () => {
    const cat = await connect('Cat')
    await page.goto(`http://127.0.0.1:${chat.port}/?name=Page`)
    await vi.waitFor(() => expect(cat.lines).toContain(heard('chat', 'Page came in')), 10_000)
    const ConnectionId = chat.ids.at(-1) as string

    await page.locator('input').fill('grüße <b>aus</b> dem Browser')
    await page.locator('button').click()
    await vi.waitFor(() => expect(cat.lines).toContain(heard('Page', 'grüße <b>aus</b> dem Browser')))
    cat.type(say('hello page'))
    await vi.waitFor(async () => expect(await log()).toContain('Cat: hello page'))

    const client = new ApiGatewayManagementApiClient({
      endpoint: `http://127.0.0.1:${chat.port}/prod`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    })
    // 100 KB come in several frames, and as one message.
    const Data = JSON.stringify({ from: 'SDK', text: 'x'.repeat(100_000) })
    await client.send(new PostToConnectionCommand({ ConnectionId, Data }))
    await vi.waitFor(async () => expect((await log()).at(-1)).toHaveLength('SDK: '.length + 100_000))
    await client.send(new DeleteConnectionCommand({ ConnectionId }))
    await vi.waitFor(async () => expect((await log()).at(-1)).toBe('closed: 1000'))
    await vi.waitFor(() => expect(cat.lines).toContain(heard('chat', 'Page went away')))
    client.destroy()
  })

  test('is not let in without a name', async () => {
    const code = await page.evaluate(
      (port) =>
        new Promise((resolve) => {
          const socket = new (globalThis as unknown as { WebSocket: typeof WebSocket }).WebSocket(
            `ws://127.0.0.1:${port}/prod`,
          )
          socket.addEventListener('close', (event) => resolve(event.code))
        }),
      chat.port,
    )
    expect(code).toBe(1006)
  })
})
