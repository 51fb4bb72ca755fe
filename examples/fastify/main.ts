import Fastify from 'fastify'
import { fastifyGateway } from '../../src/adapters/fastify.js'
import { createGreeter } from '../greeter.js'
import { serve } from '../serve.js'

const app = Fastify()
// The prefix is the stage's name. Outside of the plugin's scope Fastify parses bodies as ever.
await app.register(fastifyGateway, { gateway: createGreeter(), prefix: '/prod' })
app.get('/health', () => ({ answeredBy: 'the app' }))

await app.ready()
await serve(app.server)
