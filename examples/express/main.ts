import { createServer } from 'node:http'
import express from 'express'
import { expressMiddleware } from '../../src/adapters/express.js'
import { createGreeter } from '../greeter.js'
import { serve } from '../serve.js'

const app = express()
// Before any body parser: the gateway needs the bytes that were sent. The mount is the stage's name.
app.use('/prod', expressMiddleware(createGreeter(), { fallthrough: true }))
app.use(express.json())
app.get('/prod/health', (_request, response) => {
  response.json({ answeredBy: 'the app, since the gateway has no such route' })
})

await serve(createServer(app))
