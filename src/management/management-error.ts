/** What a call of the management API is refused with; `code` is the service's name of the error. */
export type ManagementErrorCode =
  | 'BadRequestException'
  | 'ConflictException'
  | 'LimitExceededException'
  | 'NotFoundException'
  | 'SerializationException'
  | 'UnauthorizedException'
  | 'UnknownOperationException'
  | 'ValidationException'

/** A refused call of the management API. It has changed nothing. */
export class ManagementError extends Error {
  override readonly name = 'ManagementError'
  readonly code: ManagementErrorCode
  /** HTTP status. */
  readonly status: number

  constructor(code: ManagementErrorCode, message: string, status: number) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** A refusal with 400: the call as such is wrong. */
export function badRequest(message: string): ManagementError {
  return new ManagementError('BadRequestException', message, 400)
}

/** A refusal with 404: what the call names is not there. */
export function notFound(message: string): ManagementError {
  return new ManagementError('NotFoundException', message, 404)
}

/** A refusal with 409: what is there already, or in use, is in the way. */
export function conflict(message: string): ManagementError {
  return new ManagementError('ConflictException', message, 409)
}
