import type { CodeEntry } from '@claims-audit/code-sets'
import { evidenceOf } from '../../../findings/match.js'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { isEstablished } from '../../../record/facts.js'
import { isBesideCondition } from './of-condition.js'
import { siblingTitled } from './siblings.js'
import { onceFor } from '../../../knowledge/once-for.js'

/**
 * A code of one part of the body, where the record names another part of the same kind alone, beside the condition: the
 * fourth metatarsal for the fifth, the lower lobe for the upper (Guideline I.B.2: the code is the one that the record
 * supports in full).
 */
export function partContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry === undefined || entry.header ? [] : matchOf(entry, record)
  })
}

function matchOf(entry: CodeEntry, record: RecordUnderAudit): Match[] {
  const title = entry.title.toLowerCase()
  for (const { contrast, own } of partsWith(record.coding.contrasts)(entry)) {
    if (isNamed(contrast, own, record)) continue
    const [other, ...more] = Object.keys(contrast).filter((part) => isNamed(contrast, part, record))
    if (other === undefined || more.length > 0) continue
    const rest = { ...entry, title: title.replace(own, '') }
    const said = record
      .readFor([other, ...(contrast[other] ?? [])])
      .filter((fact) => isEstablished(fact, record.claim.claimType) && isBesideCondition(fact, rest, record))
    const sibling = siblingTitled(title.replace(own, other), entry, record)
    if (said.length === 0 || sibling === undefined) continue
    return [
      {
        codes: [entry.dotted],
        target: [own],
        values: { code: entry.dotted, title: entry.title, said: said[0]?.text ?? '', instead: sibling.dotted },
        evidence: evidenceOf(said),
        proposal: replacing(entry.code, sibling.code, record.claim),
      },
    ]
  }
  return []
}

type Contrast = Record<string, string[]>
/** The one part of each kind that a code's title has. */
const partsWith = onceFor((contrasts: Contrast[]) =>
  onceFor(({ title }: CodeEntry) =>
    contrasts.flatMap((contrast) => {
      const [own, ...others] = Object.keys(contrast).filter((part) => new RegExp(`\\b${part}\\b`, 'i').test(title))
      return own === undefined || others.length > 0 ? [] : [{ contrast, own }]
    }),
  ),
)

/** Whether the record has the words of a part, in whatever sense. */
const isNamed = (contrast: Contrast, part: string, { texts }: RecordUnderAudit): boolean =>
  [...texts.values()].some((text) => wordsFor(contrast).get(part)?.test(text) === true)

const wordsFor = onceFor(
  (contrast: Contrast) =>
    new Map(
      Object.entries(contrast).map(([part, words]) => [
        part,
        new RegExp(`\\b(?:${[part, ...words].join('|')})\\b`, 'i'),
      ]),
    ),
)
