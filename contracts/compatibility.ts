/**
 * What a change of a schema breaks. Events outlive the code that wrote them, so what was valid stays valid; and a reader
 * is not deployed with its writer, so what is sent stays within what readers were told.
 */

/** JSON Schema 2020-12. */
export type Schema = boolean | { [keyword: string]: unknown }
type Keywords = Record<string, unknown>

/** A schema, and where its `$ref`s lead. */
export interface Versioned {
  schema: Schema
  resolve(ref: string): Schema
}

/**
 * What `current` breaks for those who hold or write events of `released`: removed properties, new required ones, narrowed
 * types and values, tightened bounds. With `sent`, also for those who read: what is no longer required, or may now be more
 * than was said. Each as `pointer: what`.
 *
 * A new optional property breaks no reader, though a stranger's extra property of that name might now be refused.
 */
export function breaks(released: Versioned, current: Versioned, o: { sent: boolean }): string[] {
  const forHolders = narrowed(released, current, 'removed')
  const forReaders = o.sent ? narrowed(current, released, 'ignored') : []
  return [...new Set([...forHolders, ...forReaders.map((what) => `${what} (for readers)`)])]
}

/** What is valid before and refused after. Where two keywords cannot be compared, any difference counts. */
function narrowed(before: Versioned, after: Versioned, missing: 'removed' | 'ignored'): string[] {
  return compare(before.schema, after.schema, '', [])

  function compare(b: Schema, a: Schema, at: string, within: string[]): string[] {
    // A schema that holds itself is compared once.
    const pair = JSON.stringify([b, a])
    if (within.includes(pair)) return []
    const inside = [...within, pair]
    const ways = alternatives(keywords(a, after), after)
    // Each way to be valid must still be one; if not, the nearest one says best what changed.
    return alternatives(keywords(b, before), before).flatMap((was) =>
      ways
        .map((is) => plain(was, is, at, inside))
        .reduce((nearest, what) => (what.length < nearest.length ? what : nearest)),
    )
  }

  function plain(b: Keywords, a: Keywords, at: string, within: string[]): string[] {
    if (b['not'] !== undefined && isAnything(b['not'])) return []
    const here = [types, values, bounds, required, incomparable].flatMap((kind) => kind(b, a))
    return [...here.map((what) => `${at}: ${what}`), ...properties(b, a, at, within), ...others(b, a, at, within)]
  }

  function properties(b: Keywords, a: Keywords, at: string, within: string[]): string[] {
    const was = (b['properties'] ?? {}) as Record<string, Schema>
    const is = (a['properties'] ?? {}) as Record<string, Schema>
    return Object.entries(was).flatMap(([name, schema]) => {
      const here = `${at}/properties/${name}`
      const now = is[name]
      if (now !== undefined) return compare(schema, now, here, within)
      return missing === 'removed' ? [`${here}: removed`] : []
    })
  }

  /** `items` and `additionalProperties`: where absent, anything goes. */
  function others(b: Keywords, a: Keywords, at: string, within: string[]): string[] {
    return ['items', 'additionalProperties'].flatMap((keyword) => {
      const now = a[keyword]
      if (now === undefined || isAnything(now)) return []
      return compare((b[keyword] ?? true) as Schema, now as Schema, `${at}/${keyword}`, within)
    })
  }
}

const isAnything = (schema: unknown): boolean =>
  schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0)

/** A schema's keywords, its `$ref` replaced by what it leads to. */
function keywords(schema: Schema, { resolve }: Versioned): Keywords {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} }
  const { $ref, ...own } = schema
  return typeof $ref === 'string' ? merged(keywords(resolve($ref), { schema, resolve }), own) : own
}

/** Each way to be valid, as one schema of one type without alternatives. */
function alternatives(schema: Keywords, side: Versioned): Keywords[] {
  const { anyOf, oneOf, ...rest } = schema
  const branches = (anyOf ?? oneOf) as Schema[] | undefined
  if (!branches) return Array.isArray(schema['type']) ? schema['type'].map((type) => ({ ...schema, type })) : [schema]
  return branches.flatMap((branch) => alternatives(merged(rest, keywords(branch, side)), side))
}

function merged(outer: Keywords, inner: Keywords): Keywords {
  const both = { ...outer, ...inner }
  if (outer['required'] && inner['required'])
    both['required'] = [...(outer['required'] as string[]), ...(inner['required'] as string[])]
  if (outer['properties'] && inner['properties'])
    both['properties'] = { ...outer['properties'], ...inner['properties'] }
  return both
}

const ALL_TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string']

function typesOf(schema: Keywords): string[] {
  if (schema['type'] !== undefined) return [schema['type']].flat() as string[]
  return [...new Set(valuesOf(schema)?.map(typeOfValue) ?? ALL_TYPES)]
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

const valuesOf = (schema: Keywords): unknown[] | undefined =>
  'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined)

function types(b: Keywords, a: Keywords): string[] {
  if (a['not'] !== undefined && isAnything(a['not'])) return ['nothing is valid any more']
  // Where values are listed, they say more than their type.
  if (a['type'] === undefined) return []
  const now = typesOf(a)
  const gone = typesOf(b).filter((type) => !now.includes(type) && !(type === 'integer' && now.includes('number')))
  return gone.length > 0 ? [`type narrowed by ${gone.join(', ')}`] : []
}

function values(b: Keywords, a: Keywords): string[] {
  const now = valuesOf(a)
  if (!now) return []
  const was = valuesOf(b)
  if (!was) return ['values are listed now']
  const gone = was.filter((value) => !now.some((other) => same(value, other)))
  return gone.length > 0 ? [`values narrowed by ${gone.map((value) => JSON.stringify(value)).join(', ')}`] : []
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const NOTHING_BELOW = ['minLength', 'minItems', 'minProperties']

function bounds(b: Keywords, a: Keywords): string[] {
  const bound = (schema: Keywords, name: string, otherwise: number) => (schema[name] as number | undefined) ?? otherwise
  const raised = LOWER.filter((name) => {
    const none = NOTHING_BELOW.includes(name) ? 0 : -Infinity
    return bound(a, name, none) > bound(b, name, none)
  })
  const lowered = UPPER.filter((name) => bound(a, name, Infinity) < bound(b, name, Infinity))
  return [...raised, ...lowered].map((name) => `${name} tightened to ${String(a[name])}`)
}

function required(b: Keywords, a: Keywords): string[] {
  const was = (b['required'] ?? []) as string[]
  const now = (a['required'] ?? []) as string[]
  return now.filter((name) => !was.includes(name)).map((name) => `${name} is required`)
}

const COMPARED = [
  ...['type', 'enum', 'const', 'required', 'properties', 'items', 'additionalProperties', '$defs'],
  ...[
    '$id',
    '$schema',
    '$comment',
    'title',
    'description',
    'default',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
  ],
  ...LOWER,
  ...UPPER,
]

/** Patterns, formats, conditions and the like: no one can say which of two is wider, but any value is wider than a pattern. */
function incomparable(b: Keywords, a: Keywords): string[] {
  return Object.keys(a)
    .filter((keyword) => !COMPARED.includes(keyword) && !same(a[keyword], b[keyword]))
    .filter((keyword) => !(keyword === 'uniqueItems' && a[keyword] === false))
    .map((keyword) => `${keyword} is ${b[keyword] === undefined ? 'new' : 'another'}`)
}

const same = (x: unknown, y: unknown): boolean => JSON.stringify(x) === JSON.stringify(y)
