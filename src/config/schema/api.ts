import { HTTP_API } from './http-api.js'
import { REST_API } from './rest-api.js'
import type { Schema } from './schema.js'
import { WEBSOCKET_API } from './websocket-api.js'

/** One of `apis`. */
export const API: Schema = {
  title: 'Api',
  choice: { key: 'protocolType', schemas: { REST: REST_API, HTTP: HTTP_API, WEBSOCKET: WEBSOCKET_API } },
}
