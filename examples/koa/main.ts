import { createServer } from 'node:http'
import Koa from 'koa'
import { koaMiddleware } from '../../src/adapters/koa.js'
import { createGreeter } from '../greeter.js'
import { serve } from '../serve.js'

const app = new Koa()
// Before any body parser. What the gateway has no route for is the app's.
app.use(koaMiddleware(createGreeter(), { fallthrough: true }))
app.use((context) => {
  context.body = { answeredBy: 'the app' }
})
const answer = app.callback()

await serve(createServer((request, response) => void answer(request, response)))
