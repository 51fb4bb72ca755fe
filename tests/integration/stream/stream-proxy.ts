// A gateway on node:http in a process of its own, in front of the back end at the address it is given.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '../../../src/adapters/node.js'
import { createGateway } from '../../../src/index.js'

/** What the gateway's process tells its parent. */
export type ProxyMessage =
  | { readonly kind: 'listening'; readonly port: number }
  /** Megabytes. */
  | { readonly kind: 'memory'; readonly rss: number; readonly external: number; readonly heap: number }

const tell = (message: ProxyMessage): void => void process.send?.(message)
const backend = process.argv[2] ?? ''

const gateway = createGateway({
  definition: {
    openapi: '3.0.1',
    info: { title: 'streams', version: '1' },
    paths: {
      '/{proxy+}': {
        'x-amazon-apigateway-any-method': {
          parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'ANY',
            uri: `${backend}/{proxy}`,
            requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
            responseTransferMode: 'STREAM',
            timeoutInMillis: 900_000,
          },
        },
      },
    },
  },
})

const server = createServer(toNodeHandler(gateway))
server.listen(0, '127.0.0.1', () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
const MEGABYTE = 1_048_576
setInterval(() => {
  const { rss, external, heapUsed } = process.memoryUsage()
  tell({ kind: 'memory', rss: rss / MEGABYTE, external: external / MEGABYTE, heap: heapUsed / MEGABYTE })
}, 100).unref()
process.on('disconnect', () => process.exit())
