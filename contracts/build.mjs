/**
 * Generates from schemas/*.schema.json: src/generated/types.ts (one type per schema) and
 * src/generated/validators.js (ajv, compiled); from openapi.yaml: src/generated/openapi.ts and, for pages, src/generated/api-types.ts.
 * Run by the room's build; nothing generated is committed, so it cannot go stale.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv2020, { _ } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { compile } from 'json-schema-to-typescript'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

const room = import.meta.dirname
const out = join(room, 'src/generated')
mkdirSync(out, { recursive: true })

const schemas = readdirSync(join(room, 'schemas'))
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => JSON.parse(readFileSync(join(room, 'schemas', name), 'utf8')))
const common = schemas.find((schema) => schema.$id === 'common.v1')
const events = schemas.filter((schema) => schema !== common)

/** What a type can say of a schema: conditions between fields are for the validator. */
function typeOnly({ $id, $schema, $defs, if: _if, then: _then, oneOf, ...event }) {
  return [event.title, event]
}

/** One document that holds every schema, so that a shared definition becomes one type and not one per event. */
const everything = {
  title: 'Everything',
  type: 'object',
  additionalProperties: false,
  required: [...Object.keys(common.$defs), ...events.map((e) => e.title)],
  properties: Object.fromEntries([
    ...Object.keys(common.$defs).map((name) => [name, { $ref: `#/$defs/${name}` }]),
    ...events.map((event) => [event.title, { $ref: `#/$defs/${event.title}` }]),
  ]),
  $defs: {
    ...common.$defs,
    ...Object.fromEntries(events.map(typeOnly)),
    ...Object.assign({}, ...events.map((event) => event.$defs)),
  },
}
const local = JSON.parse(JSON.stringify(everything).replaceAll('common.v1#/$defs/', '#/$defs/'), (_key, node) => {
  if (node && typeof node === 'object' && !Array.isArray(node)) {
    // The either-or of birthDate and ageInYears is for the validator; as a type it would only get in the way.
    if (node.anyOf?.every((branch) => Object.keys(branch).join() === 'required')) delete node.anyOf
    // tsType generation cares for tuples where a bound is given; the bounds are the validator's.
    delete node.minItems
    delete node.maxItems
  }
  return node
})
const types = await compile(local, 'Everything', {
  additionalProperties: false,
  bannerComment: '/* Generated from contracts/schemas by build.mjs. Do not edit. */',
  ignoreMinAndMaxItems: true,
  style: { semi: false, singleQuote: true, printWidth: 120 },
})
writeFileSync(join(out, 'types.ts'), types)

const ajv = new Ajv2020.default({
  schemas,
  code: { source: true, esm: true, lines: true, formats: _`fullFormats` },
  unicode: false, // lengths in UTF-16 code units, as everywhere here
  formats: { date: fullFormats.date, uuid: fullFormats.uuid },
  allErrors: true,
  strict: true,
  logger: false,
  strictRequired: false,
  strictTypes: false,
  validateFormats: true,
})
const names = Object.fromEntries(events.map((event) => [`is${event.title}`, event.$id]))
const preamble = "import { fullFormats } from 'ajv-formats/dist/formats.js'\n"
writeFileSync(join(out, 'validators.js'), preamble + standaloneCode.default(ajv, names))
const declarations = events.map((event) => `export declare const is${event.title}: Validator<${event.title}>`)
writeFileSync(
  join(out, 'validators.d.ts'),
  `import type { ErrorObject } from 'ajv'
import type { ${events.map((event) => event.title).join(', ')} } from './types.js'
export interface Validator<T> {
  (data: unknown): data is T
  errors?: ErrorObject[] | null
}
${declarations.join('\n')}
`,
)

/** The HTTP surfaces, each with the schemas that it names. One file holds both: `x-served-by` says which paths are the intake's. */
const surface = parse(readFileSync(join(room, 'openapi.yaml'), 'utf8'))
const schemasOf = JSON.parse(
  JSON.stringify({
    ...common.$defs,
    ...Object.fromEntries(events.map(({ $id, $schema, $defs, ...event }) => [event.title, event])),
  }).replaceAll('common.v1#/$defs/', '#/components/schemas/'),
)
const notServed = ['Rule', 'RuleCases']
surface.components.schemas = {
  ...Object.fromEntries(Object.entries(schemasOf).filter(([name]) => !notServed.includes(name))),
  ...surface.components.schemas,
}
const OF_BOTH = ['/health/live', '/health/ready', '/metrics']

function documentOf(title, isServed) {
  const served = Object.entries(surface.paths).filter(([path, item]) => OF_BOTH.includes(path) || isServed(item))
  const paths = Object.fromEntries(served.map(([path, { 'x-served-by': _, ...item }]) => [path, item]))
  const { securitySchemes } = surface.components
  return {
    ...surface,
    info: { ...surface.info, title },
    paths,
    components: { securitySchemes, ...componentsNamedBy(paths) },
  }
}

/** What is reached by reference, and what that reaches. */
function componentsNamedBy(paths) {
  const components = {}
  const reach = (node) => {
    for (const [, kind, name] of JSON.stringify(node).matchAll(/"#\/components\/(\w+)\/([\w.-]+)"/g)) {
      if (components[kind]?.[name] !== undefined) continue
      components[kind] = { ...components[kind], [name]: surface.components[kind][name] }
      reach(components[kind][name])
    }
  }
  reach(paths)
  return components
}

const documents = {
  apiOpenApi: documentOf('claims-audit api', (item) => item['x-served-by'] !== 'intake'),
  intakeOpenApi: documentOf('claims-audit intake', (item) => item['x-served-by'] === 'intake'),
}
const constants = Object.entries(documents).map(
  ([name, document]) => `export const ${name}: Record<string, unknown> = ${JSON.stringify(document, null, 2)}\n`,
)
writeFileSync(
  join(out, 'openapi.ts'),
  `/* Generated from contracts/openapi.yaml by build.mjs. Do not edit. */\n${constants.join('')}`,
)

/** What a page asks the api, and what it is answered. */
const apiTypes = await openapiTS(structuredClone(documents.apiOpenApi), { alphabetize: false })
writeFileSync(
  join(out, 'api-types.ts'),
  `/* Generated from contracts/openapi.yaml by build.mjs. Do not edit. */\n${astToString(apiTypes)}`,
)
