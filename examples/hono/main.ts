import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { honoHandler } from '../../src/adapters/hono.js'
import { createGreeter } from '../greeter.js'
import { serve } from '../serve.js'

const app = new Hono()
app.all('/prod/*', honoHandler(createGreeter(), { fallthrough: true }))
app.get('/prod/health', (context) => context.json({ answeredBy: 'the app' }))

// On Bun, Deno and Workers: `app.fetch`.
await serve(createAdaptorServer({ fetch: app.fetch }) as Server)
