// An HTTP API on Node: routes, an authorizer with simple answers, CORS. `npx tsx examples/http-api/main.ts`, then for example
//   curl -H 'x-name: Ada' http://127.0.0.1:3000/hello
import { createServer } from 'node:http'
// A user writes `from 'postern'` and `from 'postern/node'`; the example runs from the source, so that a fresh clone needs no build.
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGateway } from '../../src/index.js'
import { serve } from '../serve.js'

const gateway = createGateway({
  protocolType: 'HTTP',
  authorizers: {
    name: {
      type: 'REQUEST',
      identitySource: '$request.header.X-Name',
      handler: (event: { identitySource: string[] }) => ({
        isAuthorized: true,
        context: { name: event.identitySource[0] },
      }),
    },
  },
  routes: {
    'GET /hello/{name}': (event) => `Hello ${event.pathParameters.name}`,
    'GET /hello': {
      handler: (event) => {
        const { authorizer } = event.requestContext as { authorizer?: { lambda: { name: string } } }
        return { statusCode: 200, body: `Hello ${authorizer?.lambda.name}` }
      },
      authorizer: 'name',
    },
  },
  cors: { allowOrigins: ['*'], allowMethods: ['GET'], allowHeaders: ['x-name'] },
})

await serve(createServer(toNodeHandler(gateway)), '/hello/Ada')
