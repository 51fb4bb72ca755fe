import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { expect, test } from 'vitest'
import { expressMiddleware } from '../../src/adapters/express.js'
import { fastifyGateway } from '../../src/adapters/fastify.js'
import { toFetchHandler } from '../../src/adapters/fetch.js'
import { honoHandler } from '../../src/adapters/hono.js'
import { koaMiddleware } from '../../src/adapters/koa.js'
import { docsPage } from '../../src/docs-page/index.js'
import { createGateway } from '../../src/index.js'
import { documentedDefinition } from './documented-api.js'

const gateway = createGateway({ definition: documentedDefinition(), logger: false })
const page = docsPage(gateway)

type Ask = (path: string) => Promise<{ readonly status: number; readonly text: string }>

async function served(listener: RequestListener, run: (ask: Ask) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await run(async (path) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      return { status: response.status, text: await response.text() }
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function expectPage(ask: Ask): Promise<void> {
  expect((await ask('/docs')).text).toContain('<div id="page"')
  expect(JSON.parse((await ask('/docs/openapi.json')).text)).toMatchObject({ openapi: '3.0.1' })
  expect(await ask('/docs/swagger-ui-bundle.js')).toMatchObject({ status: 200 })
  expect(await ask('/docs/nothing.js')).toMatchObject({ status: 404 })
}

test('the page stands in an Express app', async () => {
  const app = express().use('/docs', expressMiddleware(page)).use('/prod', expressMiddleware(gateway))
  await served(app, async (ask) => {
    await expectPage(ask)
    expect(await ask('/prod/pets/7')).toEqual({ status: 200, text: '{"id": 7, "name": "Rex"}' })
  })
})

test('the page stands in a Koa app, before the gateway', async () => {
  const app = new Koa().use(koaMiddleware(page, { fallthrough: true })).use(koaMiddleware(gateway))
  const callback = app.callback()
  const listener: RequestListener = (request, response) => void callback(request, response)
  await served(listener, async (ask) => {
    await expectPage(ask)
    expect(await ask('/prod/pets/7')).toMatchObject({ status: 200 })
  })
})

test('the page stands in a Fastify app', async () => {
  const app = fastify()
  await app.register(fastifyGateway, { gateway: page, prefix: '/docs' })
  await app.register(fastifyGateway, { gateway, prefix: '/prod' })
  await expectPage(async (path) => {
    const response = await app.inject({ method: 'GET', url: path })
    return { status: response.statusCode, text: response.payload }
  })
  await app.close()
})

test('the page stands in a Hono app, and answers WHATWG requests', async () => {
  const app = new Hono().all('/docs', honoHandler(page)).all('/docs/*', honoHandler(page))
  const handlers = [
    async (url: string) => app.request(url),
    async (url: string) => toFetchHandler(page)(new Request(url)),
  ]
  for (const handler of handlers) {
    await expectPage(async (path) => {
      const response = await handler(`http://localhost${path}`)
      return { status: response.status, text: await response.text() }
    })
  }
})
