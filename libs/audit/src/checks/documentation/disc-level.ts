import { dotted } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { isProviders, mentionsOf, select } from '../../record/facts.js'
import { evidenceOf, indicatorOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { discOf } from '../../record/levels.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** M50, its kind of disorder, and the characters that name the disc's level; 0 and 20 leave it open. */
const DISC_CODE = /^(M50[012389])(0|1|20|21|22|23|3)$/

/** Cervical disc codes whose level is not the one disc that the record names. */
export function discLevel(record: RecordUnderAudit): Match[] {
  const facts = select(
    { concepts: ['disc-disorder', 'disc-degeneration'] },
    { ...record, claimType: record.claim.claimType, site: undefined },
  )
  const levels = facts.flatMap(({ level }) => level ?? [])
  const disc = discOf(levels)
  if (disc === undefined) return []
  return record.billed.flatMap((code) => {
    const [, kind = '', billed] = DISC_CODE.exec(code) ?? []
    const named = kind + disc
    if (billed === undefined || billed === disc || record.codeSets.diagnosis(named, record.date)?.billable !== true)
      return []
    return [matchOf(code, named, levels[0] ?? '', facts, record)]
  })
}

function matchOf(
  code: string,
  named: string,
  level: string,
  facts: Fact[],
  { claim, codeSets, date, documentDates }: RecordUnderAudit,
): Match {
  const mentions = mentionsOf(facts)
  return {
    codes: [dotted(code)],
    values: {
      code: dotted(code),
      title: codeSets.diagnosis(code, date)?.title ?? '',
      where: level,
      said: mentions[0]?.text ?? '',
    },
    evidence: evidenceOf(mentions),
    ...(!facts.some((fact) => isProviders(fact, claim.claimType)) && { action: 'query' as const }),
    proposal: replacing(code, named, claim),
    indicators: mentions.map((fact) => indicatorOf(fact, documentDates)),
  }
}
