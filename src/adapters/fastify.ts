/**
 * The binding to Fastify 5.
 *
 * @module
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'
import { serveNode } from './node.js'

/** Options of the plugin. */
export interface FastifyGatewayOptions extends AdapterOptions {
  readonly gateway: GatewayHandler
}

/**
 * A Fastify plugin that hands every request under its prefix to a gateway. In its own scope nothing parses bodies, so that the
 * gateway gets the bytes that were sent.
 *
 * @example
 * ```ts no-run
 * import Fastify from 'fastify'
 * import { createGateway } from 'postern'
 * import { fastifyGateway } from 'postern/fastify'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } })
 * const app = Fastify()
 * await app.register(fastifyGateway, { gateway, prefix: '/prod' })
 * await app.listen({ port: 3000 })
 * ```
 */
export async function fastifyGateway(app: FastifyInstance, options: FastifyGatewayOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
  // Fastify answers 415 to a content type that is none, where the service has an answer of its own. The gateway reads headers
  // as they were sent, and so still sees it.
  app.addHook('onRequest', async ({ raw, mediaType }) => {
    if (mediaType === undefined) delete raw.headers['content-type']
  })
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const path = mountedPath(request.originalUrl, options.mount ?? app.prefix, options)
    const served = await serveNode(options.gateway, request.raw, reply.raw, {
      ...options,
      path,
      clientIp: request.ip,
      onAnswer: () => takeOver(reply),
    })
    return served ? reply : reply.callNotFound()
  }
  app.all('/', serve)
  app.all('/*', serve)
}

// Fields that hooks of the app have set (CORS, security) wait in the reply, which is not sent.
function takeOver(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.hijack()
}
