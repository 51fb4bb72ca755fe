// A user writes `from 'postern'`; the examples run from the source, so that a fresh clone needs no build.
import { createGateway, type Gateway } from '../src/index.js'

/** The API that the examples of bindings mount: one function that greets, one that gives back what it was sent. */
export function createGreeter(): Gateway {
  return createGateway({
    routes: {
      'GET /hello/{name}': (event) => ({ statusCode: 200, body: `Hello ${event.pathParameters.name}` }),
      'POST /echo': (event) => ({
        statusCode: 200,
        headers: { 'Content-Type': 'application/json' },
        body: event.body,
      }),
    },
  })
}
