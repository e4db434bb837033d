import { readFileSync } from 'node:fs'
import { poaExemptOf, type PoaExempt } from '@claims-audit/audit'

const CODE = /^(?:[A-Z]\d|QA)[0-9A-Z]\.?[0-9A-Z]{0,4}$/i

/**
 * Reads a list of codes exempt from a present-on-admission indicator: text with a code a line, with or without a number
 * before it and a description after it, separated by commas, tabs or blanks, as CMS publishes it each fiscal year.
 * Lines before the first code are headings. Throws an Error with file and line for a later line without a code, and for
 * a list without any.
 */
export function readPoaExempt(file: string): PoaExempt {
  const codes: string[] = []
  for (const [at, line] of readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const code = codeOf(line)
    if (code !== undefined) codes.push(code)
    else if (codes.length > 0 && line.trim() !== '') throw new Error(`${file}: line ${at + 1}: no ICD-10-CM code`)
  }
  if (codes.length === 0) throw new Error(`${file}: no ICD-10-CM code in it`)
  return poaExemptOf(codes)
}

function codeOf(line: string): string | undefined {
  const [first = '', second = ''] = line
    .split(/[\s,;|]+/)
    .map((field) => field.replaceAll('"', ''))
    .filter(Boolean)
  return [/^\d+$/.test(first) ? second : first].find((field) => CODE.test(field))
}
