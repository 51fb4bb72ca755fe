export { checkSchema } from './check-schema.js'
export { compileModel, type CompileModelOptions, type ModelValidator } from './compile-model.js'
export { SchemaError } from './schema-error.js'
