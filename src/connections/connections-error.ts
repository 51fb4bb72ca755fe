/** Names and statuses of the management API's exceptions. */
const STATUSES = {
  BadRequestException: 400,
  ForbiddenException: 403,
  GoneException: 410,
  PayloadTooLargeException: 413,
  LimitExceededException: 429,
} as const

export type ConnectionsErrorName = keyof typeof STATUSES

/**
 * Thrown by `gateway.connections`. Name and `statusCode` are those of the service's exceptions, so that code written for the AWS SDK
 * (`error.name === 'GoneException'`) works with it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class ConnectionsError extends Error {
  override readonly name: ConnectionsErrorName
  readonly statusCode: number

  constructor(name: ConnectionsErrorName, message: string) {
    super(message)
    this.name = name
    this.statusCode = STATUSES[name]
  }
}
