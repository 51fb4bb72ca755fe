import type { Doc, Edit } from './rest-definition.js'

const newPet = (doc: Doc): Doc => doc.components.schemas.NewPet
const pet = (doc: Doc): Doc => doc.components.schemas.Pet
const owner = (doc: Doc): Doc => doc.components.schemas.Owner
const list = (doc: Doc): Doc => doc.paths['/pets'].get

/** Models of requests: `NewPet` with `Owner` in it. */
export const REQUEST_MODELS: readonly Edit[] = [
  ['requires a property', (doc) => newPet(doc).required.push('kind'), ['breaking request-body/required-added']],
  ['requires no property', (doc) => delete newPet(doc).required, ['safe request-body/required-removed']],
  ['narrows a type', (doc) => (newPet(doc).properties.age.type = 'integer'), ['breaking request-body/type-narrowed']],
  [
    'widens a type',
    (doc) => (newPet(doc).properties.name.type = ['string', 'null']),
    ['safe request-body/type-widened'],
  ],
  [
    'changes a type',
    (doc) => (newPet(doc).properties.tags.items.type = 'boolean'),
    ['breaking request-body/type-narrowed', 'safe request-body/type-widened'],
  ],
  ['shrinks an enum', (doc) => newPet(doc).properties.kind.enum.pop(), ['breaking request-body/enum-narrowed']],
  ['grows an enum', (doc) => newPet(doc).properties.kind.enum.push('fish'), ['safe request-body/enum-widened']],
  ['drops an enum', (doc) => delete newPet(doc).properties.kind.enum, ['safe request-body/enum-widened']],
  [
    'closes an object',
    (doc) => (newPet(doc).additionalProperties = false),
    ['breaking request-body/additional-properties-narrowed'],
  ],
  [
    'opens an object',
    (doc) => delete owner(doc).additionalProperties,
    ['safe request-body/additional-properties-widened'],
  ],
  ['raises minLength', (doc) => (newPet(doc).properties.name.minLength = 3), ['breaking request-body/bounds-narrowed']],
  [
    'lowers maxLength',
    (doc) => (newPet(doc).properties.name.maxLength = 30),
    ['breaking request-body/bounds-narrowed'],
  ],
  ['raises maximum', (doc) => (newPet(doc).properties.age.maximum = 50), ['safe request-body/bounds-widened']],
  ['raises minimum', (doc) => (newPet(doc).properties.age.minimum = 1), ['breaking request-body/bounds-narrowed']],
  [
    'excludes the minimum',
    (doc) => (newPet(doc).properties.age.exclusiveMinimum = true),
    ['breaking request-body/bounds-narrowed'],
  ],
  ['drops maxItems', (doc) => delete newPet(doc).properties.tags.maxItems, ['safe request-body/bounds-widened']],
  [
    'wants items apart',
    (doc) => (newPet(doc).properties.tags.uniqueItems = true),
    ['breaking request-body/bounds-narrowed'],
  ],
  [
    'changes a pattern',
    (doc) => (owner(doc).properties.email.pattern = '^[^@]+@[^@]+$'),
    ['breaking request-body/constraint-changed'],
  ],
  ['drops a pattern', (doc) => delete owner(doc).properties.email.pattern, ['safe request-body/constraint-widened']],
  [
    'adds a format',
    (doc) => (owner(doc).properties.email.format = 'email'),
    ['breaking request-body/constraint-narrowed'],
  ],
  [
    'adds an optional property',
    (doc) => (newPet(doc).properties.color = { type: 'string' }),
    ['safe request-body/property-added'],
  ],
  [
    'adds a property to a closed object',
    (doc) => (owner(doc).properties.phone = { type: 'string' }),
    ['safe request-body/property-added'],
  ],
  [
    'removes a property of an open object',
    (doc) => delete newPet(doc).properties.kind,
    ['safe request-body/property-removed'],
  ],
  [
    'removes a property of a closed object',
    (doc) => delete owner(doc).properties.email,
    ['breaking request-body/property-removed'],
  ],
  [
    'adds an alternative',
    (doc) => (newPet(doc).anyOf = [{ required: ['kind'] }, { required: ['age'] }]),
    ['breaking request-body/branches-narrowed'],
  ],
]

/** Answers. */
export const ANSWERS: readonly Edit[] = [
  [
    'declares one more answer',
    (doc) => (list(doc).responses[500] = { description: 'fault' }),
    ['safe response/status-added'],
  ],
  ['no longer declares an answer', (doc) => delete list(doc).responses[404], ['breaking response/status-removed']],
  [
    'no longer declares a header',
    (doc) => delete list(doc).responses[200].headers,
    ['breaking response/header-removed'],
  ],
  [
    'declares a header',
    (doc) => (list(doc).responses[200].headers['X-Page'] = { schema: { type: 'string' } }),
    ['safe response/header-added'],
  ],
  [
    'no longer describes an answer',
    (doc) => delete list(doc).responses[200].content,
    ['breaking response-body/model-removed'],
  ],
  [
    'describes an answer',
    (doc) => (list(doc).responses[404].content = { 'application/json': { schema: { type: 'object' } } }),
    ['safe response-body/model-added'],
  ],
  [
    'no longer promises a property of an answer',
    (doc) => pet(doc).required.pop(),
    ['breaking response-body/required-removed', 'breaking response-body/required-removed'],
  ],
  [
    'promises a property of an answer',
    (doc) => pet(doc).required.push('kind'),
    ['safe response-body/required-added', 'safe response-body/required-added'],
  ],
  [
    'answers with one more of an enum',
    (doc) => pet(doc).properties.kind.enum.push('fish'),
    ['breaking response-body/enum-widened', 'breaking response-body/enum-widened'],
  ],
  [
    'answers with one less of an enum',
    (doc) => pet(doc).properties.kind.enum.pop(),
    ['safe response-body/enum-narrowed', 'safe response-body/enum-narrowed'],
  ],
  [
    'takes a property out of an answer',
    (doc) => delete pet(doc).properties.kind,
    ['breaking response-body/property-removed', 'breaking response-body/property-removed'],
  ],
  [
    'adds a property to an answer',
    (doc) => (pet(doc).properties.age = { type: 'number' }),
    ['safe response-body/property-added', 'safe response-body/property-added'],
  ],
]
