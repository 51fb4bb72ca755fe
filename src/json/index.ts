export { Double } from './double.js'
export { formatDouble } from './java-number.js'
export { JsonParseError } from './json-parse-error.js'
export {
  fieldNames,
  fieldValues,
  getField,
  hasField,
  isObject,
  toPlain,
  type JsonObject,
  type JsonValue,
} from './json-value.js'
export { mayHoldBoxedValues, parseJson, parseStrictJson } from './parse-json.js'
export { writeJson, type WriteJsonOptions } from './write-json.js'
