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

/** A code, or the beginning of one: `I48.91`, `I48.-`, `C-`. */
const CODES: Schema = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', pattern: '^[A-Z](?:\\d[0-9A-Z](?:\\.[0-9A-Z]{1,4})?|\\d?)(?:\\.?-)?$' },
}
/** Small letters and digits, as a text is read; a slash parts no words here. */
const phrases: Schema = { type: 'array', minItems: 1, items: { type: 'string', pattern: '^[a-z0-9][a-z0-9 ]*$' } }
const listOf = (properties: Schema, required: string[]): Schema => ({
  type: 'array',
  items: { ...some(properties), required },
})

/** What each file of `coding` holds. */
export const CODING_SCHEMAS = {
  families: all({
    families: listOf(
      { codes: CODES, except: CODES, condition: { type: 'string' }, hints: words, names: phrases, broad: phrases },
      ['codes'],
    ),
  }),
  signs: all({
    signs: listOf({ codes: CODES, causes: CODES, linked: CODES }, ['codes']),
    integral: listOf({ codes: CODES, causes: CODES }, ['codes', 'causes']),
  }),
  conditions: all({
    conditions: listOf(
      {
        condition: { type: 'string', minLength: 1 },
        names: phrases,
        except: phrases,
        answered: CODES,
        wanted: { type: 'string', pattern: CODE_PATTERN },
        notWith: words,
        of: { enum: ['stay', 'visit'] },
        needs: { enum: ['assessment', 'care'] },
        status: { const: true },
      },
      ['condition', 'names', 'answered', 'wanted'],
    ),
  }),
  kinds: all({
    kinds: listOf(
      {
        codes: CODES,
        names: phrases,
        beside: phrases,
        unless: phrases,
        answered: CODES,
        instead: { type: 'string', minLength: 3 },
      },
      ['codes', 'names', 'instead'],
    ),
  }),
  procedures: all({ procedures: listOf({ of: words, says: byName }, ['of', 'says']) }),
  operations: all({
    operations: listOf({ operation: { type: 'string', minLength: 1 }, named: words, billed: words }, [
      'operation',
      'named',
      'billed',
    ]),
  }),
  body: all({
    limbs: listOf({ whole: phrases, parts: { type: 'array', items: phrases } }, ['whole', 'parts']),
    organs: { type: 'array', items: phrases },
    bones: byName,
    contrasts: { type: 'array', items: { type: 'object', additionalProperties: { ...phrases, minItems: 0 } } },
  }),
} as const satisfies Record<string, Schema>

/** What the other files hold; any file of `concepts` holds concepts. */
export const SCHEMAS = {
  concepts,
  grammar: lists(GRAMMAR_LISTS),
  sites: all({ regions: lists(LAYOUT.regions), exclusions: words }),
  spelling: all({ commonWords: words, cues: words, misspelt: byName }),
} as const satisfies Record<string, Schema>
