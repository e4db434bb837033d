import { readFileSync, writeFileSync } from 'node:fs'
import type { LoadedRule } from '@claims-audit/audit'
import { readRulePacks } from './rule-packs.js'

/** `npm run docs:rules`: writes docs/rules.md, the page of every shipped rule; a test fails while it is stale. */
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
        ...(knownFalsePositives.length === 0 ? [] : [`Known false positives: ${knownFalsePositives.join('; ')}.`]),
        ...(query === undefined
          ? []
          : [
              `Asks: ${query.question} (${query.options.map((option) => (typeof option === 'string' ? option : option.text)).join('; ')})`,
            ]),
      ].join('\n\n'),
  )
  return `${['# Rules', `Generated from the packs in libs/audit/packs by \`npm run docs:rules\`: ${active.length} rules. \`{…}\` stands for what is found.`, ...sections].join('\n\n')}\n`
}

export const RULES_PAGE = new URL('../../../../docs/rules.md', import.meta.url)

/** Whether the page on disk is that of the packs as they are. */
export const isCurrent = (): boolean => readFileSync(RULES_PAGE, 'utf8') === rulesPage(readRulePacks())

if (process.argv[1]?.endsWith('describe-rules.js')) writeFileSync(RULES_PAGE, rulesPage(readRulePacks()))
