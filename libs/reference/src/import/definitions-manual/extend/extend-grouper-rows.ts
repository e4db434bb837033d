import { inForce, type Dated, type GrouperRows } from '@claims-audit/ms-drg'
import { carried, only, valuesBy } from '../../../open/dated-rows.js'
import type { Edition } from '../definitions-manual.js'
import { extendExclusions } from './extend-exclusions.js'
import { codesOf, listsOf, ordered, type ManualLists } from '../read/manual-lists.js'
import { manualChanges } from '../compare/manual-changes.js'
import { predictAttributes } from './predict-attributes.js'

/**
 * The codes that are valid in the new version, where known: the manual prints neither external causes nor procedures
 * that no DRG asks for.
 */
export interface ValidCodes {
  diagnoses?: ReadonlySet<string>
  procedures?: ReadonlySet<string>
}

/**
 * What became of a table's codes. Those `byHand`, with the reason, have no row in the new version until a person gives
 * them one.
 */
export interface CodeChanges {
  kept: number
  changed: string[]
  added: string[]
  deleted: string[]
  byHand: Map<string, string>
}

export interface Extension {
  rows: GrouperRows
  diagnoses: CodeChanges
  procedures: CodeChanges
  clusters: CodeChanges
  /** Principals that exclude other codes than before or are new, and groups that were made for them. */
  exclusions: { principals: number; groups: number }
  /** What is new, renamed or gone beside codes, in words: formulas need a person wherever it matters to them. */
  formulas: string[]
}

/**
 * Carries the grouper's source rows on from the newest version they hold to the next one, by the manuals of both:
 * - What the manual says of a code is taken from it: CC level, MDC (two by sex), the pairs it excludes, and the titles of DRGs.
 * - Attributes, which formulas ask for, are in no manual; see `predictAttributes` for whose a code has. A code without is left without a row.
 * - A code that the manual no longer prints, or that is not among the valid ones, ends.
 * - Formulas and HAC formulas are carried on as they are; what may change them is listed.
 */
export function extendGrouperRows(rows: GrouperRows, from: Edition, to: Edition, valid: ValidCodes = {}): Extension {
  const step: Step = {
    from,
    to,
    newDrgs: newDrgs(from, to),
    lists: { from: listsOf(from.manual), to: listsOf(to.manual) },
  }
  const diagnoses = extendDiagnoses(rows, step, valid.diagnoses)
  const procedures = extendProcedures(rows, step, valid.procedures)
  const clusters = extendClusters(rows, step)
  const exclusions = extendExclusions(rows, from.version, to, new Set(diagnoses.codes))
  return {
    rows: {
      ...rows,
      diagnoses: diagnoses.rows,
      mdcBySex: extendMdcBySex(rows, step),
      procedures: [...procedures.rows, ...clusters.procedures],
      clusters: clusters.clusters,
      exclusionGroups: exclusions.groups,
      exclusionMembers: exclusions.members,
      titles: extendTitles(rows, step),
      formulas: carried(rows.formulas, step.from.version, step.to.version, () => true),
      hacFormulas: carried(rows.hacFormulas, step.from.version, step.to.version, () => true),
    },
    diagnoses: diagnoses.changes,
    procedures: procedures.changes,
    clusters: clusters.changes,
    exclusions: exclusions.changes,
    formulas: [...manualChanges(from.manual, to.manual), ...diagnoses.lists, ...procedures.lists],
  }
}

interface Step {
  from: Edition
  to: Edition
  newDrgs: string[]
  lists: Record<'from' | 'to', Record<'diagnoses' | 'procedures', ManualLists>>
}

function newDrgs(from: Edition, to: Edition): string[] {
  const known = new Set(from.manual.drg.map(({ drg }) => drg))
  return to.manual.drg.map(({ drg }) => drg).filter((drg) => !known.has(drg))
}

/**
 * Codes of the version before that its manual does not print go on as long as the new one does not print them either.
 */
function codesInForce(
  before: Iterable<string>,
  { from, to }: Record<'from' | 'to', ManualLists>,
  isCode: (entry: string) => boolean,
): Set<string> {
  const printed = { from: codesOf(from), to: codesOf(to) }
  return new Set([...[...before].filter((code) => !printed.from.has(code)), ...[...printed.to].filter(isCode)])
}

type DiagnosisRow = GrouperRows['diagnoses'][number]
const ATTRIBUTE_COLUMNS = ['attributes', 'hac_attributes', 'dxcat_attributes'] as const

function extendDiagnoses(
  rows: GrouperRows,
  step: Step,
  valid?: ReadonlySet<string>,
): { rows: DiagnosisRow[]; changes: CodeChanges; codes: Iterable<string>; lists: string[] } {
  const { from, to } = { from: step.lists.from.diagnoses, to: step.lists.to.diagnoses }
  const before = new Map(inForce(rows.diagnoses, step.from.version).map((row) => [row.code, row]))
  const codes = valid ?? codesInForce(before.keys(), { from, to }, () => true)
  const texts = new Map(
    [...before].map(([code, row]) => [code, ATTRIBUTE_COLUMNS.map((column) => row[column]).join('\t')]),
  )
  const predicted = predictAttributes(codes, texts, from, to, step.newDrgs)
  const levels = new Map(step.to.manual['cc-mcc'].map(({ code, level }) => [code, level]))
  const mdcs = mdcsOf(step.to)
  const after = new Map(
    [...predicted.attributes].map(([code, text]): [string, DiagnosisRow] => {
      const [attributes, hac_attributes, dxcat_attributes] = text.split('\t') as [string, string, string]
      return [
        code,
        {
          code,
          ...only(step.to.version),
          mdc: `${mdcs.get(code)?.[0] ?? 0}`,
          severity: levels.get(code) ?? 'NCC',
          attributes,
          hac_attributes,
          dxcat_attributes,
        },
      ]
    }),
  )
  const same = (a: DiagnosisRow, b: DiagnosisRow): boolean =>
    a.mdc === b.mdc && a.severity === b.severity && texts.get(a.code) === predicted.attributes.get(b.code)
  return {
    ...replaced(rows.diagnoses, before, after, step, same, predicted.byHand),
    codes,
    lists: listMessages(predicted.lists),
  }
}

type ProcedureRow = GrouperRows['procedures'][number]

function extendProcedures(
  rows: GrouperRows,
  step: Step,
  valid?: ReadonlySet<string>,
): { rows: ProcedureRow[]; changes: CodeChanges; lists: string[] } {
  const { from, to } = { from: step.lists.from.procedures, to: step.lists.to.procedures }
  const before = new Map(
    inForce(rows.procedures, step.from.version)
      .filter(({ code }) => !isCluster(code))
      .map((row) => [row.code, row]),
  )
  const codes = valid ?? codesInForce(before.keys(), { from, to }, (entry) => !entry.includes('+'))
  const predicted = predictAttributes(
    codes,
    new Map([...before].map(([code, row]) => [code, row.attributes])),
    from,
    to,
    step.newDrgs,
  )
  const after = new Map(
    [...predicted.attributes].map(([code, attributes]) => [code, { code, ...only(step.to.version), attributes }]),
  )
  const own = rows.procedures.filter(({ code }) => !isCluster(code))
  return {
    ...replaced(own, before, after, step, (a, b) => a.attributes === b.attributes, predicted.byHand),
    lists: listMessages(predicted.lists),
  }
}

type ClusterRow = GrouperRows['clusters'][number]

/** Clusters are known by their codes; a new one is named after the last. */
function extendClusters(
  rows: GrouperRows,
  step: Step,
): { clusters: ClusterRow[]; procedures: ProcedureRow[]; changes: CodeChanges } {
  const { from, to } = { from: step.lists.from.procedures, to: step.lists.to.procedures }
  const attributes = new Map(inForce(rows.procedures, step.from.version).map((row) => [row.code, row.attributes]))
  const before = new Map(
    [...Map.groupBy(inForce(rows.clusters, step.from.version), ({ cluster }) => cluster)].map(([name, members]) => {
      const codes = [
        ...valuesBy(
          members,
          ({ choice }) => choice,
          ({ code }) => code,
        ).values(),
      ].map((choice) => choice.join(','))
      return [
        ordered(codes.join('+')),
        { name, text: `${members[0]?.suppression_mdcs}\t${attributes.get(name) ?? ''}` },
      ]
    }),
  )
  const clusters = codesInForce(before.keys(), { from, to }, (entry) => entry.includes('+'))
  const predicted = predictAttributes(
    clusters,
    new Map([...before].map(([codes, { text }]) => [codes, text])),
    from,
    to,
    step.newDrgs,
  )
  const kept = new Set(
    [...predicted.attributes]
      .filter(([codes, text]) => before.get(codes)?.text === text)
      .map(([codes]) => before.get(codes)?.name as string),
  )
  const added = [...predicted.attributes].filter(([codes]) => !kept.has(before.get(codes)?.name ?? ''))
  const last = Math.max(0, ...rows.clusters.map(({ cluster }) => Number(cluster.slice(2))))
  const named = added.map(([codes, text], i) => ({
    codes,
    text: text.split('\t') as [string, string],
    name: `Z@${String(last + 1 + i).padStart(4, '0')}`,
  }))
  return {
    clusters: [
      ...carried(rows.clusters, step.from.version, step.to.version, ({ cluster }) => kept.has(cluster)),
      ...named.flatMap(({ codes, text, name }) =>
        codes.split('+').flatMap((choice, i) => {
          const row = { cluster: name, ...only(step.to.version), suppression_mdcs: text[0], choice: `${i + 1}` }
          return choice.split(',').map((code) => ({ ...row, code }))
        }),
      ),
    ],
    procedures: [
      ...carried(
        rows.procedures.filter(({ code }) => isCluster(code)),
        step.from.version,
        step.to.version,
        ({ code }) => kept.has(code),
      ),
      ...named.map(({ text, name }) => ({ code: name, ...only(step.to.version), attributes: text[1] })),
    ],
    changes: {
      kept: kept.size,
      changed: named.filter(({ codes }) => before.has(codes)).map(({ codes }) => codes),
      added: named.filter(({ codes }) => !before.has(codes)).map(({ codes }) => codes),
      deleted: [...before.keys()].filter((codes) => !predicted.attributes.has(codes) && !predicted.byHand.has(codes)),
      byHand: predicted.byHand,
    },
  }
}

function isCluster(code: string): boolean {
  return code.startsWith('Z@')
}

/** Rows carried on where the new version's are the same, ended and followed by the new version's where they are not. */
function replaced<Row extends Dated & { code: string }>(
  rows: Row[],
  before: Map<string, Row>,
  after: Map<string, Row>,
  step: Step,
  same: (before: Row, after: Row) => boolean,
  byHand: Map<string, string>,
): { rows: Row[]; changes: CodeChanges } {
  const kept = new Set(
    [...after.values()]
      .filter((row) => before.has(row.code) && same(before.get(row.code) as Row, row))
      .map(({ code }) => code),
  )
  const others = [...after.values()].filter(({ code }) => !kept.has(code))
  const [changed, added] = [
    others.filter(({ code }) => before.has(code)),
    others.filter(({ code }) => !before.has(code)),
  ]
  return {
    rows: [...carried(rows, step.from.version, step.to.version, ({ code }) => kept.has(code)), ...others],
    changes: {
      kept: kept.size,
      changed: changed.map(({ code }) => code),
      added: added.map(({ code }) => code),
      deleted: [...before.keys()].filter((code) => !after.has(code) && !byHand.has(code)),
      byHand,
    },
  }
}

/** The MDCs of each diagnosis; of two, the second is that of women. */
function mdcsOf({ manual }: Edition): Map<string, number[]> {
  const mdcs = valuesBy(
    manual['dx-mdc'],
    ({ code }) => code,
    ({ mdc }) => Number(mdc),
  )
  return new Map(
    [...mdcs].map(([code, list]) => [code, list.sort((a, b) => Number(a === WOMEN) - Number(b === WOMEN))]),
  )
}

/** MDC 13 is the female reproductive system's. */
const WOMEN = 13

function extendMdcBySex(rows: GrouperRows, step: Step): GrouperRows['mdcBySex'] {
  const pairs = new Map(
    [...mdcsOf(step.to)]
      .filter(([, mdcs]) => mdcs.length === 2)
      .map(([code, mdcs]) => [code, mdcs.map(String) as [string, string]]),
  )
  const strange = [...pairs].find(([, [, female]]) => female !== `${WOMEN}`)
  if (strange)
    throw new RangeError(`${strange[0]} is assigned to MDC ${strange[1].join(' and ')}: which is that of men?`)
  const known = new Set(
    inForce(rows.mdcBySex, step.from.version).map(
      ({ code, male_mdc, female_mdc }) => `${code} ${male_mdc} ${female_mdc}`,
    ),
  )
  const holds = ({ code, male_mdc, female_mdc }: GrouperRows['mdcBySex'][number]): boolean =>
    pairs.get(code)?.join() === [male_mdc, female_mdc].join()
  const added = [...pairs].filter(([code, mdcs]) => !known.has([code, ...mdcs].join(' ')))
  const carriedOn = carried(rows.mdcBySex, step.from.version, step.to.version, holds)
  return [
    ...carriedOn,
    ...added.map(([code, [male_mdc, female_mdc]]) => ({ code, ...only(step.to.version), male_mdc, female_mdc })),
  ]
}

function extendTitles(rows: GrouperRows, step: Step): GrouperRows['titles'] {
  const titles = new Map(step.to.manual.drg.map(({ drg, title }) => [`${Number(drg)}`, title]))
  const known = new Set(inForce(rows.titles, step.from.version).map(({ drg, description }) => `${drg} ${description}`))
  const added = [...titles].filter(([drg, description]) => !known.has(`${drg} ${description}`))
  const carriedOn = carried(
    rows.titles,
    step.from.version,
    step.to.version,
    ({ drg, description }) => titles.get(drg) === description,
  )
  return [...carriedOn, ...added.map(([drg, description]) => ({ drg, ...only(step.to.version), description }))]
}

function listMessages({ added, dropped }: { added: string[]; dropped: string[] }): string[] {
  return [...added.map((list) => `new list: ${list}`), ...dropped.map((list) => `list that is gone: ${list}`)]
}
