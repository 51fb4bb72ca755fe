export { compilePath, type JsonPath } from './json-path.js'
export { InvalidPathError, PathEvaluationError, PathNotFoundError } from './path-errors.js'
