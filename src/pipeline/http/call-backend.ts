import type { IntegrationDefinition } from '../../api/model.js'
import { HeaderList, isHeaderValue } from '../../http/header-list.js'
import { decodeFormText } from '../../http/query.js'
import type { CallInfo, IntegrationRequest, Payload } from '../../integration/types.js'
import { compileUri, encodeText, fillStageVariables } from '../../integration/uri-template.js'
import { internalError } from '../../responses/http-api-error.js'
import { compileHttpParameters, type HttpFields, type HttpMessage } from '../../transformer/http-parameters.js'
import { InvocationCall } from '../call-info.js'
import type { HttpInvocation } from './invocation.js'
import type { HttpStepFactory } from './scope.js'

/**
 * Makes the request to an HTTP back end: the client's, at the integration's address, with the route's mappings.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
 */
export const mapRequest: HttpStepFactory = ({ definition, endpoint, route, variables }) => {
  if (definition.integrationType !== 'HTTP_PROXY') return undefined
  const { pointer } = definition
  const isPrivate = definition.connectionType === 'VPC_LINK'
  const uri = fillStageVariables(definition.integrationUri ?? '', variables)
  const address = compileUri(uri, variables)
  const mapping = compileHttpParameters(definition.requestParameters, 'request')
  const connectionId =
    definition.connectionId === undefined ? undefined : fillStageVariables(definition.connectionId, variables)
  // The default route, and every private one, hands the path on behind the address.
  const appendsPath = isPrivate || route.routeKey === '$default'
  const fixedMethod = definition.integrationMethod === 'ANY' ? undefined : definition.integrationMethod
  return {
    name: 'mapRequest',
    pointer,
    run: (invocation) => {
      const message = new BackendMessage(invocation)
      mapping?.(message, invocation)
      const base = address.build((name) => pathValue(invocation, name), NO_QUERY)
      if (base === undefined) throw internalError({ pointer, cause: new Error(`${uri} is no valid address`) })
      const path = message.path ?? (appendsPath ? pathBehind(invocation, isPrivate) : undefined)
      const target = withPath(base, path, message.path !== undefined)
      invocation.integrationRequest = new BackendRequest(endpoint, {
        httpMethod: fixedMethod ?? invocation.httpMethod,
        uri: message.rawQuery === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${message.rawQuery}`,
        headers: message.headers,
        body: invocation.body,
        call: new InvocationCall(invocation, definition.timeoutInMillis),
        ...(connectionId !== undefined && { connectionId }),
      })
    },
  }
}

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map()

// The values as they came, escapes and all: the back end reads the path that the client wrote.
function pathValue({ route, pathValues }: HttpInvocation, name: string): string | undefined {
  const index = route?.variableNames.indexOf(name) ?? -1
  return index < 0 ? undefined : pathValues[index]
}

// Private integrations see the stage's segment too (documented).
function pathBehind(invocation: HttpInvocation, isPrivate: boolean): string {
  return isPrivate ? invocation.calledPath : invocation.resourcePath
}

/** Puts a path behind an address, or, when a mapping replaced it, in place of the address' own. */
function withPath(base: string, path: string | undefined, replaces: boolean): string {
  if (path === undefined) return base
  const safe = safePath(path)
  if (base.startsWith('arn:')) return base + safe
  if (replaces) return `${/^https?:\/\/[^/?#]+/i.exec(base)?.[0] ?? base}${safe}`
  return base.endsWith('/') ? base.slice(0, -1) + safe : base + safe
}

const UNSAFE = /[^\w.~!$&'()*,;=:+@/%-]/gu

function safePath(path: string): string {
  const escaped = path.replace(UNSAFE, (character) => encodeText(character))
  return escaped.startsWith('/') ? escaped : `/${escaped}`
}

/** Headers of one hop; the client's do not reach the back end. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-amzn-trace-id',
])

/** What the mappings of a request may change, starting from what the client sent. */
class BackendMessage implements HttpMessage {
  readonly headers = new HeaderList()
  path?: string
  rawQuery: string

  constructor(invocation: HttpInvocation) {
    this.rawQuery = invocation.rawQuery
    const sent = invocation.headers
    for (let i = 0; i < sent.size; i++) {
      if (!NOT_PASSED.has(sent.lowerNames[i] as string))
        this.headers.append(sent.names[i] as string, sent.values[i] as string)
    }
    const forwarded = sent.get('forwarded')
    const own = `for=${invocation.sourceIp};host=${invocation.domainName};proto=https`
    this.headers.append('Forwarded', forwarded === undefined ? own : `${forwarded}, ${own}`)
    const via = sent.get('via')
    this.headers.append('Via', via === undefined ? VIA : `${via}, ${VIA}`)
    this.headers.append('X-Amzn-Trace-Id', invocation.traceId)
  }

  /** The parts of the query that no mapping names stay as they were written. */
  get query(): HttpFields {
    const keep = (name: string): string[] =>
      this.rawQuery.split('&').filter((part) => part !== '' && decodeFormText(part.split('=', 1)[0] as string) !== name)
    const write = (name: string, value: string): string => `${encodeText(name)}=${encodeText(value)}`
    return {
      append: (name, value) => {
        this.rawQuery += `${this.rawQuery === '' ? '' : '&'}${write(name, value)}`
      },
      set: (name, value) => {
        this.rawQuery = [...keep(name), write(name, value)].join('&')
      },
      delete: (name) => {
        this.rawQuery = keep(name).join('&')
      },
    }
  }
}

const VIA = 'HTTP/1.1 AmazonAPIGateway'

interface RequestParts {
  readonly httpMethod: string
  readonly uri: string
  readonly headers: HeaderList
  readonly body: Payload
  readonly call: CallInfo
  readonly connectionId?: string
}

class BackendRequest implements IntegrationRequest {
  readonly definition: IntegrationDefinition
  readonly httpMethod: string
  readonly uri: string
  readonly headers: HeaderList
  readonly body: Payload
  readonly call: CallInfo
  readonly connectionId?: string
  readonly event = undefined

  constructor(definition: IntegrationDefinition, parts: RequestParts) {
    this.definition = definition
    this.httpMethod = parts.httpMethod
    this.uri = parts.uri
    this.headers = withoutBreaks(parts.headers)
    this.body = parts.body
    this.call = parts.call
    if (parts.connectionId !== undefined) this.connectionId = parts.connectionId
  }
}

// A mapped value comes from a client: with a line break in it, it would be a header more.
function withoutBreaks(headers: HeaderList): HeaderList {
  return new HeaderList([...headers].filter(([, value]) => isHeaderValue(value)))
}
