import { workersHandler } from '../../../src/adapters/workers.js'
import { createSmokeGateway } from './gateway.js'

let worker: ReturnType<typeof workersHandler> | undefined

export default {
  // Made at the first request: at a Worker's top level no random number may be drawn.
  fetch: (request: Request): Promise<Response> => (worker ??= workersHandler(createSmokeGateway())).fetch(request),
}
