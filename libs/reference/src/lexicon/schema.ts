import { GRAMMAR_LISTS, LAYOUT } from '@claims-audit/evidence'

type Schema = Record<string, unknown>

const words: Schema = { type: 'array', items: { type: 'string', minLength: 1 } }
const byName: Schema = { type: 'object', additionalProperties: words }
const some = (properties: Schema): Schema => ({ type: 'object', properties, additionalProperties: false })
const all = (properties: Schema): Schema => ({ ...some(properties), required: Object.keys(properties) })
const lists = (names: readonly string[]): Schema => all(Object.fromEntries(names.map((name) => [name, words])))
const each = (names: readonly string[], schema: Schema): Schema =>
  Object.fromEntries(names.map((name) => [name, schema]))

const around: Schema = { ...some({ before: words, after: words, stop: words }), required: ['before', 'after'] }
const concept: Schema = {
  ...some({
    words,
    spinal: words,
    weak: words,
    caseSensitive: words,
    size: { enum: LAYOUT.sizes },
    lasting: { type: 'boolean' },
  }),
  required: ['words'],
}
const reach: Schema = { type: 'object', propertyNames: { pattern: '^\\d+$' }, additionalProperties: words }

const concepts: Schema = {
  ...some({
    concepts: { type: 'object', additionalProperties: concept },
    elsewhere: words,
    modalities: byName,
    etiology: lists(['conditions', 'congenital', 'acquired', 'itself']),
  }),
  required: ['concepts'],
}

const context: Schema = all({
  words: byName,
  ...each(LAYOUT.changes, around),
  lists: words,
  governing: words,
  near: all({ before: reach, after: reach }),
  asserted: words,
  pseudo: words,
  stop: lists(LAYOUT.stops),
  cause: words,
  sections: lists(LAYOUT.sections),
  beside: words,
  careSections: lists(LAYOUT.careSections),
  care: all({ concepts: words, tried: words, goesOn: words, ...each(LAYOUT.careChanges, around) }),
  grades: all({ concept: { type: 'string' }, beside: words, never: words }),
})

/** What each file of the lexicon may hold. */
export const SCHEMAS = {
  concepts,
  context,
  grammar: lists(GRAMMAR_LISTS),
  places: all({ regions: lists(LAYOUT.regions), elsewhere: words }),
  spelling: all({ ordinary: words, cues: words, misspelt: byName }),
} as const satisfies Record<string, Schema>
