import { createServer } from 'node:http'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGreeter } from '../greeter.js'
import { serve } from '../serve.js'

// Stage first, as in the service's own URL: /prod/hello/Ada.
await serve(createServer(toNodeHandler(createGreeter())))
