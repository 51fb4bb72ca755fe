/** Serves WebSocket clients on Bun, through Hono or crossws; prints its port, and how each client ended. Started by hono-ws.test.ts. */
import bunAdapter from 'crossws/adapters/bun'
import { Hono } from 'hono'
import { upgradeWebSocket, websocket } from 'hono/bun'
import { websocketHooks } from '../../../src/adapters/crossws.js'
import { honoHandler, honoWebSocket } from '../../../src/adapters/hono.js'
import { createGateway } from '../../../src/index.js'

declare const Bun: {
  serve(options: { port: number; hostname: string; fetch: unknown; websocket: unknown }): { readonly port: number }
}

const gateway = createGateway({
  protocolType: 'WEBSOCKET',
  routes: {
    $connect: (event) => ({ statusCode: event.queryStringParameters?.['refuse'] === undefined ? 200 : 401 }),
    $default: {
      handler: ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId }),
      routeResponseSelectionExpression: '$default',
      routeResponses: { $default: {} },
    },
    $disconnect: ({ requestContext: { disconnectStatusCode, disconnectReason } }) => {
      console.log(disconnectStatusCode, disconnectReason)
      return { statusCode: 200 }
    },
  },
})

function hono(): { readonly fetch: unknown; readonly websocket: unknown } {
  const app = new Hono()
  app.get('/prod', honoWebSocket(gateway, upgradeWebSocket))
  app.all('/prod/*', honoHandler(gateway))
  return { fetch: app.fetch, websocket }
}

function crossws(): { readonly fetch: unknown; readonly websocket: unknown } {
  const adapter = bunAdapter({ hooks: websocketHooks(gateway) })
  return {
    fetch: (request: Request, server: never) =>
      request.headers.get('upgrade') === 'websocket' ? adapter.handleUpgrade(request, server) : gateway.fetch(request),
    websocket: adapter.websocket,
  }
}

const app = process.argv[2] === 'hono' ? hono() : crossws()
console.log(Bun.serve({ port: 0, hostname: '127.0.0.1', ...app }).port)
