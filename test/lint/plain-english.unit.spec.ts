import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Phrasings that a native engineer would not write, and what to write in their place. */
const BANNED: [RegExp, string][] = [
  // As the name of an account it is Postgres' and the system's word.
  [/\bnobody\b(?!')/i, 'no one'],
  [/\bwhoever\b/i, 'anyone who'],
  [/\banew\b/i, 'again'],
  [/\b(?:is|are) none\b/i, 'is not'],
  [/\bheeds?\b/i, 'obeys, follows'],
  [/\blest\b/i, 'so that … not'],
  [/\bparted by\b/i, 'separated by'],
  [/\bwithout a word\b/i, 'silently'],
  [/\bso many at once\b/i, 'at most'],
  [/\bturns? (?:it|them) round\b/i, 'reverses'],
  [/\bstands in (?:for|the place)\b/i, 'replaces'],
  [/\bof that (?:id|number|name)\b/i, 'not found'],
  [/, where (?:it|none|one) is not (?:given|named|set)\b/i, 'default: …'],
  [/\bgoes on with\b/i, 'continues with'],
]

const root = join(import.meta.dirname, '../..')
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')

/** Pages that users read; decisions, histories and generated pages speak for their own day. */
const PAGES = tracked.filter(
  (path) =>
    /^(?:[A-Z]+\.md|docs\/[a-z0-9-]+\.md|contracts\/(?:openapi|asyncapi)\.yaml)$/.test(path) &&
    !/rules\.md$/.test(path),
)
const SOURCES = tracked.filter((path) => /^(?:apps|libs)\/.*\/src\/.*(?<!\.spec)\.ts$/.test(path))

const found = (text: string): string[] =>
  BANNED.flatMap(([pattern, better]) => {
    const [phrase] = pattern.exec(text) ?? []
    return phrase === undefined ? [] : [`"${phrase}": write ${better}`]
  })

/** The strings of a source, without its comments. */
function stringsOf(source: string): string {
  const code = source.replace(/^\s*(?:\/\*\*?[^]*?\*\/|\/\/.*)$/gm, '')
  return (code.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? []).join('\n')
}

describe('what users read', () => {
  it.each(PAGES)('%s is in plain English', (path) => {
    expect(found(readFileSync(join(root, path), 'utf8'))).toEqual([])
  })

  it('is in plain English in messages and help', () => {
    const hits = SOURCES.flatMap((path) =>
      found(stringsOf(readFileSync(join(root, path), 'utf8'))).map((hit) => `${path}: ${hit}`),
    )
    expect(SOURCES.length).toBeGreaterThan(200)
    expect(hits).toEqual([])
  })
})
