/**
 * What the service allows a connection.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */

/** Bytes of a message, either way: 128 KB. */
export const MESSAGE_LIMIT = 131_072
/** Bytes of a frame that a client sends: 32 KB. */
export const FRAME_LIMIT = 32_768
/** Milliseconds without a message, either way. */
export const IDLE_LIMIT = 600_000
/** Milliseconds that a connection lasts at most. */
export const DURATION_LIMIT = 7_200_000
/** Bytes that wait for a client that reads too slowly, before posts to it are refused; the service does not say how many. */
export const BACKLOG_LIMIT: number = 8 * MESSAGE_LIMIT

/** Close codes (RFC 6455, section 7.4.1). */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  noStatus: 1005,
  abnormal: 1006,
  invalidPayload: 1007,
  tooLarge: 1009,
} as const
