import type { RuleCase } from '@claims-audit/contracts'
import { stringify } from 'yaml'

/** A case of a rule as the text of a `*.cases.yaml`, with what to do with it. */
export function writeCase(ruleId: string, each: RuleCase): string {
  const fileName = `${ruleId.split('.').at(-1) ?? ruleId}.cases.yaml`
  return `# A case of ${ruleId}: add it to ${fileName} beside the rule, in a pack of your own.
# Take out what names the patient first: documents are as they were written.
# "claims-audit packs check DIR" runs the cases; a replay run with the pack shows what a changed rule does.
${stringify({ cases: [each] }, { lineWidth: 120 })}`
}
