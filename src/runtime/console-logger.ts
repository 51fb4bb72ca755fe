import type { Logger } from './logger.js'

const nothing = (): void => {}

/** Says nothing. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/**
 * The logger of a gateway that was given none: the causes of the gateway's own failures go to `console.error`, since a 500
 * without a reason helps nobody; all else is silent.
 */
export const consoleLogger: Logger = {
  ...silentLogger,
  error: (fields, message) => {
    // eslint-disable-next-line no-console -- the one place that may
    console.error(`postern: ${message}`, fields)
  },
}
