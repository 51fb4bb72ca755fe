import { type IpAddressValue, parseIpAddress } from '../policy/ip-range.js'
import type { Position } from '../stage/edge-position.js'
import { bodyByteText, bodySize, byteText } from './byte-text.js'
import type { WebAclRequest } from './types.js'

/** One request under inspection: what several rules ask for is made once, and the labels that rules have put on it. */
export interface Inspection {
  readonly request: WebAclRequest
  /** Fully qualified: `awswaf:…:webacl:api:beta`. */
  readonly labels: Set<string>
  readonly path: string
  readonly query: string
  /** The first bytes of the body, as many as are looked at. */
  readonly body: string
  readonly isBodyOversize: boolean
  /** The client's address; `undefined` when it is none. */
  readonly address: IpAddressValue | undefined
  readonly position: Position | undefined
  /** Where an address is. Throws without a `locate`: a rule that cannot tell must not let anyone in. */
  locate(ip: string): Position | undefined
}

/** Asks a request something; `true` when the statement fits. */
export type Predicate = (inspection: Inspection) => boolean

/** Begins an inspection; of the body `bodyLimit` bytes are looked at. */
export function createInspection(request: WebAclRequest, bodyLimit: number): Inspection {
  return new RequestInspection(request, bodyLimit)
}

class RequestInspection implements Inspection {
  readonly request: WebAclRequest
  readonly labels: Set<string> = new Set()
  readonly #bodyLimit: number
  #body: string | undefined = undefined
  #position: Position | undefined = undefined
  #isLocated = false

  constructor(request: WebAclRequest, bodyLimit: number) {
    this.request = request
    this.#bodyLimit = bodyLimit
  }

  get path(): string {
    return byteText(this.request.path)
  }

  get query(): string {
    return byteText(this.request.rawQuery)
  }

  get body(): string {
    const { body } = this.request
    return (this.#body ??= body === undefined ? '' : bodyByteText(body, this.#bodyLimit))
  }

  get isBodyOversize(): boolean {
    const { body } = this.request
    return body !== undefined && bodySize(body) > this.#bodyLimit
  }

  get address(): IpAddressValue | undefined {
    return parseIpAddress(this.request.sourceIp)
  }

  get position(): Position | undefined {
    if (!this.#isLocated) {
      this.#position = this.locate(this.request.sourceIp)
      this.#isLocated = true
    }
    return this.#position
  }

  locate(ip: string): Position | undefined {
    const { locate } = this.request
    if (locate === undefined)
      throw new Error('A rule of the web ACL asks where a client is: the config needs `locate`.')
    return locate(ip)
  }
}
