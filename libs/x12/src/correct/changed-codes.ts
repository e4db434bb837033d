import { dotted, normalizeCode } from '@claims-audit/contracts'
import { NotChanged } from './claim-change.js'
import type { ClaimChange } from './claim-change.js'
import type { ClaimText } from './claim-text.js'
import type { Separators } from './raw-segment.js'

/** The qualifiers of a claim's diagnoses (C022-1): principal, other, admitting, external cause. */
const DIAGNOSES = new Set(['ABK', 'ABF', 'ABJ', 'ABN'])
/** SV107 holds the diagnoses that a professional service is for, by their places in HI. */
const POINTERS = 7

/** ICD-10-CM: three to seven letters and digits, so that no separator of a file comes in with one. */
const CODE = /^[A-Z][0-9A-Z]{2,6}$/

/** What was found on the claim. */
interface Met {
  codes: Set<string>
  /** Places of diagnoses that another place says once they are changed. */
  said: ReadonlySet<number>
  /** Places of the diagnoses that go, counted from 1. */
  removed: number[]
  /** The place of the last diagnosis. */
  place: number
}

/** Changes the codes and the MS-DRG in the claim's HI segments. Throws NotChanged where the claim does not allow it. */
export function changeCodes(claim: ClaimText, change: ClaimChange): void {
  if (change.isContradicted === true) throw new NotChanged('contradicted')
  if (change.adds === true) throw new NotChanged('adds-a-code')
  if (![...change.replace.values()].every((code) => CODE.test(code))) throw new NotChanged('no-code')
  const met: Met = { codes: new Set(), said: saidTwice(claim, change), removed: [], place: 0 }
  claim.texts.forEach((text, at) => {
    if (claim.tagOf(at) === 'HI') claim.set(at, changedSegment(text, change, claim.separators, met))
  })
  for (const code of [...change.replace.keys(), ...change.remove])
    if (!met.codes.has(code)) throw new NotChanged('code-not-billed')
  if (met.removed.length > 0 && isPointedAt(claim, Math.min(...met.removed))) throw new NotChanged('pointers')
}

interface Billed {
  place: number
  qualifier: string
  code: string
  isChanged: boolean
}

/**
 * A code is billed once: where a code becomes one that is billed already, one of the two goes. The principal diagnosis
 * stays, else the one that was there. What the patient was admitted for may be any of them.
 */
function saidTwice(claim: ClaimText, { replace, remove }: ClaimChange): Set<number> {
  const byCode = new Map<string, Billed[]>()
  for (const [at, { qualifier, code }] of diagnosesOf(claim).entries()) {
    if (qualifier === 'ABJ' || remove.has(code)) continue
    const becomes = replace.get(code) ?? code
    const billed = { place: at + 1, qualifier, code, isChanged: becomes !== code }
    byCode.set(becomes, [...(byCode.get(becomes) ?? []), billed])
  }
  const gone = [...byCode.values()].flatMap((all) => {
    // What the file has twice is its own.
    if (new Set(all.map(({ code }) => code)).size === 1) return []
    const stays = all.find(({ qualifier }) => qualifier === 'ABK') ?? all.find((each) => !each.isChanged) ?? all[0]
    return all.filter((each) => each !== stays && (each.isChanged || stays?.isChanged === true))
  })
  return new Set(gone.map(({ place }) => place))
}

function diagnosesOf(claim: ClaimText): { qualifier: string; code: string }[] {
  const { element, component, repetition } = claim.separators
  return claim.texts.flatMap((text, at) => {
    if (claim.tagOf(at) !== 'HI') return []
    const composites = text
      .split(element)
      .slice(1)
      .flatMap((each) => (repetition === '' ? [each] : each.split(repetition)))
    return composites.flatMap((composite) => {
      const [qualifier = '', written = ''] = composite.split(component)
      return DIAGNOSES.has(qualifier) ? [{ qualifier, code: normalizeCode(written) }] : []
    })
  })
}

/** Empty where nothing is left in it. */
function changedSegment(text: string, change: ClaimChange, at: Separators, met: Met): string {
  const [id = '', ...elements] = text.split(at.element)
  const kept = elements.map((element) => changedElement(element, change, at, met)).filter((each) => each !== undefined)
  return kept.length === 0 ? '' : [id, ...kept].join(at.element)
}

/** A composite, or several that repeat; undefined where none is left. */
function changedElement(element: string, change: ClaimChange, at: Separators, met: Met): string | undefined {
  if (element === '') return element
  const composites = at.repetition === '' ? [element] : element.split(at.repetition)
  const kept = composites.map((composite) => changedComposite(composite, change, at, met))
  const left = kept.filter((each) => each !== undefined)
  return left.length === 0 ? undefined : left.join(at.repetition)
}

function changedComposite(
  composite: string,
  { replace, remove, drg }: ClaimChange,
  { component }: Separators,
  met: Met,
): string | undefined {
  const [qualifier = '', written = '', ...rest] = composite.split(component)
  if (qualifier === 'DR' && drg !== undefined && /^0?\d{3}$/.test(written))
    return [qualifier, drg.padStart(written.length, '0'), ...rest].join(component)
  if (!DIAGNOSES.has(qualifier)) return composite
  met.place += 1
  const code = normalizeCode(written)
  const other = replace.get(code)
  if (other === undefined && !remove.has(code) && !met.said.has(met.place)) return composite
  met.codes.add(code)
  if (met.said.has(met.place)) {
    met.removed.push(met.place)
    return undefined
  }
  if (other !== undefined) return [qualifier, written.includes('.') ? dotted(other) : other, ...rest].join(component)
  if (qualifier === 'ABK') throw new NotChanged('principal')
  // What the patient was admitted for is told of every inpatient (UB-04, form locator 69).
  if (qualifier === 'ABJ') return composite
  met.removed.push(met.place)
  return undefined
}

function isPointedAt(claim: ClaimText, first: number): boolean {
  const { component } = claim.separators
  return claim.texts.some(
    (_, at) =>
      claim.tagOf(at) === 'SV1' &&
      claim
        .element(at, POINTERS)
        .split(component)
        .some((pointer) => Number(pointer) >= first),
  )
}
