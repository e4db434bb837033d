import { describe, expect, it } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { breaks, type Schema, type Versioned } from './compatibility.js'

const room = import.meta.dirname

/** A set of schemas that name each other by their ids, as on disk. */
function setOf(folder: string): Map<string, Versioned> {
  const names = readdirSync(join(room, folder)).filter((name) => name.endsWith('.schema.json'))
  const schemas = new Map(
    names.map((name) => [
      name.replace('.schema.json', ''),
      JSON.parse(readFileSync(join(room, folder, name), 'utf8')) as Schema,
    ]),
  )
  const resolve = (ref: string): Schema => {
    const [id = '', pointer = ''] = ref.split('#')
    return pointer
      .split('/')
      .slice(1)
      .reduce((node, key) => (node as Record<string, Schema>)[key] as Schema, schemas.get(id) as Schema)
  }
  return new Map([...schemas].map(([id, schema]) => [id, { schema, resolve }]))
}

const released = setOf('released')
const current = setOf('schemas')
/** What other systems, or stages of another age, read. */
const SENT = ['claims.validated.v1', 'claims.audited.v1', 'claims.correction.v1', 'claims.screened.v1']

/** What was narrowed on purpose within a version (released/README.md, docs/adr/0021). No field of documents is dropped unseen. */
const NAMES = ['/tenant: pattern is another', '/claimId: pattern is another']
const HELD = ['/facility/properties/id', '/payer/properties/id', '/coder', '/patient/properties/id']
const IDS = HELD.map((at) => `${at}: pattern is new`)
const under = (at: string, whats: string[]): string[] => whats.map((what) => `${at}/properties${what}`)
const NARROWED: Record<string, string[]> = {
  'claims.submitted.v1': under('', [...NAMES, ...IDS]),
  'claims.screened.v1': ['/properties/outcome: values narrowed by "voided" (for readers)'],
  'claims.validated.v1': under('/properties/claim', [
    ...NAMES,
    ...IDS,
    ...NAMES.map((what) => `${what} (for readers)`),
  ]),
  'documents.received.v1': [
    '/properties/tenant: pattern is another',
    '/properties/claimId: pattern is another',
    '/properties/documents: maxItems tightened to 500',
    ...['/properties/documents/items/additionalProperties', '/additionalProperties'].flatMap((at) => [
      `${at}: nothing is valid any more`,
      `${at}: not is new`,
    ]),
  ],
}

describe('the schemas, against those last released', () => {
  const events = [...released.keys()].filter((id) => id !== 'common.v1')

  it.each(events)('%s breaks no reader, but where it was narrowed on purpose', (id) => {
    const now = current.get(id)
    expect(now).toBeDefined()
    // What is listed here needs a new major version; see released/README.md.
    const broken = breaks(released.get(id) as Versioned, now as Versioned, { sent: SENT.includes(id) })
    expect(broken).toEqual(NARROWED[id] ?? [])
  })

  it('sees a change behind a reference', () => {
    const audited = current.get('claims.audited.v1') as Versioned
    const { resolve } = audited
    const changed: Versioned = {
      ...audited,
      resolve: (ref) => (ref.endsWith('/Evidence') ? without(resolve(ref), 'text') : resolve(ref)),
    }
    expect(breaks(audited, audited, { sent: true })).toEqual([])
    expect(breaks(audited, changed, { sent: false })).toEqual([
      '/properties/findings/items/properties/evidence/items/properties/text: removed',
    ])
  })
})

function without(schema: Schema, property: string): Schema {
  const { properties, ...rest } = schema as { properties: Record<string, Schema> }
  return { ...rest, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== property)) }
}

const plain = (schema: Schema): Versioned => ({ schema, resolve: (ref) => ({ $ref: ref }) })
const broken = (was: Schema, is: Schema, sent = false) => breaks(plain(was), plain(is), { sent })
const text = { type: 'string' }
const orNull = { anyOf: [text, { type: 'null' }] }
const object = (properties: Record<string, Schema>, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
})

describe('a change that breaks those who hold events', () => {
  it.each<[string, Schema, Schema, string]>([
    ['a removed property', object({ a: text, b: text }), object({ a: text }), '/properties/b: removed'],
    [
      'a removed property, deep inside',
      object({ a: { type: 'array', items: object({ b: text }) } }),
      object({ a: { type: 'array', items: object({}) } }),
      '/properties/a/items/properties/b: removed',
    ],
    ['a new required property', object({ a: text }), object({ a: text, b: text }, ['b']), ': b is required'],
    ['a property that becomes required', object({ a: text }), object({ a: text }, ['a']), ': a is required'],
    ['one value less', { enum: ['x', 'y'] }, { enum: ['x'] }, ': values narrowed by "y"'],
    ['values where there were none', text, { type: 'string', enum: ['x'] }, ': values are listed now'],
    ['a constant out of values', { enum: [1, 2] }, { const: 1 }, ': values narrowed by 2'],
    ['another type', text, { type: 'number' }, ': type narrowed by string'],
    ['one type less', { type: ['string', 'null'] }, text, ': type narrowed by null'],
    ['a type where there was none', {}, text, ': type narrowed by null, boolean, object, array, number'],
    ['whole numbers only', { type: 'number' }, { type: 'integer' }, ': type narrowed by number'],
    ['null no more, by alternatives', orNull, text, ': type narrowed by null'],
    [
      'one alternative less',
      { anyOf: [text, { type: 'null' }, { type: 'number' }] },
      orNull,
      ': type narrowed by number',
    ],
    [
      'a shorter text',
      { type: 'string', maxLength: 9 },
      { type: 'string', maxLength: 8 },
      ': maxLength tightened to 8',
    ],
    ['a bound where there was none', { type: 'integer' }, { type: 'integer', minimum: 0 }, ': minimum tightened to 0'],
    ['more items', { minItems: 1 }, { minItems: 2 }, ': minItems tightened to 2'],
    ['another pattern', { pattern: '^a' }, { pattern: '^b' }, ': pattern is another'],
    ['a format', text, { type: 'string', format: 'date' }, ': format is new'],
    ['a condition', {}, { if: { required: ['a'] }, then: { required: ['b'] } }, ': if is new'],
    [
      'no room for more',
      object({}),
      { ...object({}), additionalProperties: false },
      '/additionalProperties: nothing is valid any more',
    ],
    ['nothing at all', object({ a: text }), object({ a: false }), '/properties/a: nothing is valid any more'],
    [
      'one way less to be complete',
      { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { anyOf: [{ required: ['a'] }] },
      ': a is required',
    ],
  ])('%s', (_, was, is, what) => {
    expect(broken(was, is).join('\n')).toContain(what)
  })
})

describe('a change that breaks no reader', () => {
  it.each<[string, Schema, Schema]>([
    ['none', object({ a: orNull }), object({ a: orNull })],
    ['a new optional property', object({ a: text }), object({ a: text, b: text })],
    ['another description', { ...text, description: 'x' }, { ...text, description: 'y' }],
    ['a new alternative, spelled another way', orNull, { type: ['string', 'null'] }],
  ])('%s', (_, was, is) => {
    expect(broken(was, is, true)).toEqual([])
  })
})

describe('a change that breaks only those who read', () => {
  it.each<[string, Schema, Schema]>([
    ['one value more', { enum: ['x'] }, { enum: ['x', 'y'] }],
    ['null, too', text, orNull],
    ['a property that may be missing', object({ a: text }, ['a']), object({ a: text })],
    ['a looser bound', { maxLength: 8 }, { maxLength: 9 }],
    ['no pattern any more', { pattern: '^a' }, {}],
  ])('%s', (_, was, is) => {
    expect(broken(was, is)).toEqual([])
    expect(broken(was, is, true)).toEqual([expect.stringContaining('(for readers)')])
  })
})

it('compares a schema that holds itself once', () => {
  const tree: Schema = object({ children: { type: 'array', items: { $ref: 'tree' } } })
  const larger: Schema = object({ children: { type: 'array', items: { $ref: 'tree' }, maxItems: 9 } })
  const side = (schema: Schema): Versioned => ({ schema, resolve: () => schema })
  expect(breaks(side(tree), side(larger), { sent: false })).toEqual(['/properties/children: maxItems tightened to 9'])
})
