import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { toNodeHandler } from '../../src/adapters/node.js'
import { attachWebSocket } from '../../src/adapters/ws.js'
import type { Gateway } from '../../src/index.js'

const page = readFileSync(new URL('page.html', import.meta.url))

/** One server for all: the page at `/`, the sockets at `/prod`, `@connections` below it. */
export function createChatServer(chat: Gateway): Server {
  const answer = toNodeHandler(chat)
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?')
    if (path !== '/') {
      answer(request, response)
      return
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(page)
  })
  attachWebSocket(server, chat)
  return server
}
