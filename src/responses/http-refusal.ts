/**
 * A refusal before the request has an API: too large, an unknown host or stage. Such answers are nobody's gateway
 * response; they cannot be customised.
 */
export class HttpRefusal extends Error {
  readonly statusCode: number
  readonly body: string
  readonly headers: ReadonlyArray<readonly [string, string]>

  constructor(statusCode: number, body: string, headers: ReadonlyArray<readonly [string, string]>) {
    super(body)
    this.name = 'HttpRefusal'
    this.statusCode = statusCode
    this.body = body
    this.headers = headers
  }
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const

/** 403 `{"message":"Forbidden"}`: no API at this host, no such stage, default endpoint disabled. */
export function forbidden(): HttpRefusal {
  return new HttpRefusal(403, '{"message":"Forbidden"}', [JSON_TYPE, ['x-amzn-ErrorType', 'ForbiddenException']])
}

/** 413 of a body over 10 MB: plain text of the front end, no `x-amzn-*` header, no gateway response (recorded). */
export function bodyTooLarge(limit: number): HttpRefusal {
  return new HttpRefusal(413, `HTTP content length exceeded ${limit} bytes.`, [['Content-Type', 'text; charset=utf-8']])
}

/** 414 of a URL that is too long; the body is not known. */
export function urlTooLong(): HttpRefusal {
  return new HttpRefusal(414, '{"message":"Request-URI Too Long"}', [JSON_TYPE])
}

/** 431 of headers that are too large; the body is not known. */
export function headersTooLarge(): HttpRefusal {
  return new HttpRefusal(431, '{"message":"Request Header Fields Too Large"}', [JSON_TYPE])
}

/** 400 of a request that no gateway can read: bytes in a header or a method that HTTP does not have. */
export function badRequest(): HttpRefusal {
  return new HttpRefusal(400, '{"message":"Bad Request"}', [JSON_TYPE, ['x-amzn-ErrorType', 'BadRequestException']])
}

/** 415 of a request body in a coding that is unknown, or that it is not in. */
export function unsupportedEncoding(): HttpRefusal {
  return new HttpRefusal(415, '{"message":"Unsupported Media Type"}', [
    JSON_TYPE,
    ['x-amzn-ErrorType', 'UnsupportedMediaTypeException'],
  ])
}

/** 503 while the gateway closes. */
export function closing(): HttpRefusal {
  return new HttpRefusal(503, '{"message":"Service Unavailable"}', [
    JSON_TYPE,
    ['x-amzn-ErrorType', 'ServiceUnavailableException'],
  ])
}
