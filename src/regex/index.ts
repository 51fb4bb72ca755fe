export { compileEcmaRegex, type EcmaRegex } from './ecma-regex.js'
export { JavaRegexError } from './java-regex-error.js'
export { compileJavaRegex, type JavaRegex } from './java-regex.js'
