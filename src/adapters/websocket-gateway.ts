import type { ClientSocket, Connection } from '../connections/index.js'
import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'

/** What a binding of WebSocket APIs needs of a gateway. */
export interface WebSocketGateway {
  connect(request: HandleRequest, socket: ClientSocket): Promise<Connection | HandleResponse>
  /** Which API a request means; asked by `fallthrough`. */
  resolveTarget?(request: HandleRequest): { readonly protocolType: string | undefined }
}
