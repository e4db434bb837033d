import { readFileSync } from 'node:fs'
import type { LoadedRule } from '@claims-audit/audit'

/** The text of docs/rules.md: every rule of the packs. */
export function rulesPage(rules: LoadedRule[]): string {
  const active = rules
    .map(({ rule, cases }) => ({ ...rule, cases: cases.length }))
    .filter(({ status }) => status !== 'deprecated')
  const sections = active.map(
    ({ id, status, severity, action, title, message, why, source, knownFalsePositives, query, cases }) =>
      [
        `## ${id}`,
        `${title}. **${severity}**, ${action}${status === 'stable' ? '' : `, ${status}`}; ${cases} cases.`,
        `> ${message}`,
        why,
        `Source: ${source}`,
        ...judgedLine(id),
        ...(knownFalsePositives.length === 0 ? [] : [`Known false positives: ${knownFalsePositives.join('; ')}.`]),
        ...(query === undefined
          ? []
          : [
              `Asks: ${query.question} (${query.options.map((option) => (typeof option === 'string' ? option : option.text)).join('; ')})`,
            ]),
      ].join('\n\n'),
  )
  return `${['# Rules', `Generated from the packs in libs/audit/packs by \`npm run generate\`: ${active.length} rules. \`{…}\` stands for what is found.`, ...sections].join('\n\n')}\n`
}

const JUDGED = new URL('../../test/gold/judged-findings.jsonl', import.meta.url)

/** How many of a rule's findings a reader called useful, on claims made of public notes (test/gold/README.md). */
interface Judged {
  rule: string
  useful: number
  of: number
}

const judged = new Map(
  readFileSync(JUDGED, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Judged)
    .map((each) => [each.rule, each]),
)

function judgedLine(id: string): string[] {
  const counted = judged.get(id)
  return counted === undefined ? [] : [`Judged on real notes: ${counted.useful} of ${counted.of} useful.`]
}
