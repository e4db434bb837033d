import { contentDigest } from '@claims-audit/claim'
import { normalizeCode } from '@claims-audit/contracts'
import type { TableRow, UserTableDefinition } from './definition.js'

/** The diagnoses that are exempt from a present-on-admission indicator, of the fiscal year that the user loaded. */
interface PoaExempt {
  /** `sha256:…` over its codes. */
  digest: string
  has(code: string): boolean
}

/**
 * Text with a code a line, with or without a number before it and a description after it, separated by commas, tabs or
 * blanks, as CMS publishes it each fiscal year. Lines before the first code are headings.
 */
export const poaExempt: UserTableDefinition<PoaExempt> = {
  read: (rows) => {
    const codes = codesIn(rows)
    if (codes.length === 0) throw new RangeError('no ICD-10-CM code in it')
    const exempt = new Set(codes.map(normalizeCode))
    return { digest: contentDigest([...exempt].sort()), has: (code) => exempt.has(normalizeCode(code)) }
  },
}

function codesIn(rows: TableRow[]): string[] {
  const codes: string[] = []
  for (const { fields, where } of rows) {
    const [line = ''] = fields
    const code = codeOf(line)
    if (code !== undefined) codes.push(code)
    else if (codes.length > 0 && line !== '') throw new Error(`${where}: no ICD-10-CM code`)
  }
  return codes
}

const CODE = /^(?:[A-Z]\d|QA)[0-9A-Z]\.?[0-9A-Z]{0,4}$/i

function codeOf(line: string): string | undefined {
  const [first = '', second = ''] = line
    .split(/[\s,;|]+/)
    .map((field) => field.replaceAll('"', ''))
    .filter(Boolean)
  return [/^\d+$/.test(first) ? second : first].find((field) => CODE.test(field))
}
