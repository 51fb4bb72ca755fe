import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import express from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { expressMiddleware } from '../../src/adapters/express.js'
import { fastifyGateway } from '../../src/adapters/fastify.js'
import type { AdapterOptions, GatewayHandler } from '../../src/adapters/gateway-handler.js'
import { honoHandler } from '../../src/adapters/hono.js'
import { koaMiddleware } from '../../src/adapters/koa.js'
import { toNodeHandler } from '../../src/adapters/node.js'

export interface Running {
  readonly port: number
  close(): Promise<void>
}

/** Starts a gateway behind a framework, mounted at /prod; what falls through is answered 418 by the app. */
export type Starter = (gateway: GatewayHandler, options?: AdapterOptions) => Promise<Running>

const EXPRESS = { express4, express5: express }

export const starters: Readonly<Record<string, Starter>> = {
  node: (gateway, options) => listen(createServer(toNodeHandler(gateway, { ...options, mount: '/prod' }))),
  express4: (gateway, options) => startExpress('express4', gateway, options),
  express5: (gateway, options) => startExpress('express5', gateway, options),
  koa: (gateway, options) => {
    const app = new Koa()
    app.use(koaMiddleware(gateway, { ...options, mount: '/prod' }))
    app.use((context) => {
      context.status = 418
    })
    return listen(createServer((request, response) => void app.callback()(request, response)))
  },
  hono: (gateway, options) => {
    const app = new Hono()
    app.all('/prod/*', honoHandler(gateway, options))
    app.all('*', (context) => context.text('', 418))
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({ port, close: () => stop(server as Server) }),
      )
    })
  },
  fastify: async (gateway, options) => {
    const app = Fastify({ forceCloseConnections: true })
    app.setNotFoundHandler((_, reply) => reply.code(418).send())
    await app.register(fastifyGateway, { ...options, gateway, prefix: '/prod' })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
  },
}

function startExpress(
  version: keyof typeof EXPRESS,
  gateway: GatewayHandler,
  options?: AdapterOptions,
): Promise<Running> {
  const app = EXPRESS[version]()
  app.use('/prod', expressMiddleware(gateway, options))
  app.use((_request: express.Request, response: express.Response) => void response.status(418).end())
  return listen(createServer(app))
}

export async function listen(server: Server): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => stop(server) }
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
