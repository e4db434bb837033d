import { GRAMMAR_LISTS, LAYOUT, type CATEGORIES } from '@claims-audit/evidence'

/** A code, or the beginning of one: `G95.9`, `M43.0-`. */
const CODE_PATTERN = '^[A-Z]\\d[0-9A-Z](?:\\.[0-9A-Z]{0,4})?-?$'

type Schema = Record<string, unknown>

const words: Schema = { type: 'array', items: { type: 'string', minLength: 1 } }
const byName: Schema = { type: 'object', additionalProperties: words }
const some = (properties: Schema): Schema => ({ type: 'object', properties, additionalProperties: false })
const all = (properties: Schema): Schema => ({ ...some(properties), required: Object.keys(properties) })
const lists = (names: readonly string[]): Schema => all(Object.fromEntries(names.map((name) => [name, words])))
const each = (names: readonly string[], schema: Schema): Schema =>
  Object.fromEntries(names.map((name) => [name, schema]))

const modifier: Schema = some({ ...each(LAYOUT.directions, words), terminators: words })
const concept: Schema = {
  ...some({
    words,
    spinal: words,
    weak: words,
    denied: words,
    elsewhere: all({ words, beside: words }),
    caseSensitive: words,
    exclusions: words,
    codes: { type: 'array', items: { type: 'string', pattern: CODE_PATTERN } },
    captureField: { type: 'string', minLength: 1 },
    grades: all({ beside: words, never: words, neverPairs: words }),
    care: some({ tried: { const: true }, continued: { const: true }, test: { const: true } }),
    size: { enum: LAYOUT.sizes },
    alsoWithin: { const: true },
    throughOrgans: { const: true },
    lasting: { type: 'boolean' },
    past: { const: true },
  }),
  required: ['words'],
}
const reach: Schema = { type: 'object', propertyNames: { pattern: '^\\d+$' }, additionalProperties: words }

const concepts: Schema = {
  ...some({
    concepts: { type: 'object', additionalProperties: concept },
    exclusions: words,
    modalities: byName,
    etiology: lists(['conditions', 'congenital', 'acquired', 'itself']),
  }),
  required: ['concepts'],
}

const modifiers = (...categories: (typeof CATEGORIES)[number][]): Schema => each(categories, modifier)

/** What each file of `context` holds. */
export const CONTEXT_SCHEMAS = {
  groups: all({ groups: byName }),
  negation: all({ ...modifiers('negated', 'contrasted'), asserted: words, results: words }),
  possibility: all(modifiers('possible')),
  history: all(modifiers('historical', 'recorded', 'resolved', 'earlier')),
  hypothetical: all(modifiers('hypothetical')),
  experiencer: all(modifiers('experiencer')),
  care: all(modifiers(...LAYOUT.careCategories)),
  scope: all({
    lists: words,
    governing: words,
    near: all(each(LAYOUT.directions, reach)),
    terminators: lists(LAYOUT.terminators),
    cause: words,
    pseudo: words,
  }),
  sections: all({ sections: lists(LAYOUT.sections), beside: words, careSections: lists(LAYOUT.careSections) }),
} as const satisfies Record<string, Schema>

/** What the other files hold; any file of `concepts` holds concepts. */
export const SCHEMAS = {
  concepts,
  grammar: lists(GRAMMAR_LISTS),
  sites: all({ regions: lists(LAYOUT.regions), exclusions: words }),
  spelling: all({ commonWords: words, cues: words, misspelt: byName }),
} as const satisfies Record<string, Schema>
