import { inForce, split, type Dated, type GrouperRows, versionNumber } from '@claims-audit/ms-drg'
import { valuesBy } from '../../../open/dated-rows.js'
import type { Extension } from './extend-grouper-rows.js'
import { ordered } from '../read/manual-lists.js'

/**
 * How what was carried on compares with rows that are known: entries by code, cluster, principal or DRG. `byHand` were
 * left to a person.
 */
export interface Score {
  right: number
  byHand: number
  wrong: string[]
}

export type Scores = Record<'diagnoses' | 'procedures' | 'clusters' | 'exclusions' | 'mdcBySex' | 'titles', Score>

/**
 * The rows as they were when `version` was the newest: what shows how well the next one, which is known, would have
 * been predicted.
 */
export function rowsUpTo(rows: GrouperRows, version: string): GrouperRows {
  const number = versionNumber(version)
  const then = <Row extends Dated>(dated: Row[]): Row[] =>
    dated
      .filter(({ version_start }) => Number(version_start) <= number)
      .map((row) => ({ ...row, version_end: `${Math.min(Number(row.version_end), number)}` }))
  const diagnoses = then(rows.diagnoses)
  const exclusionGroups = then(rows.exclusionGroups)
  const ccs = new Set(diagnoses.filter(({ severity }) => severity !== 'NCC').map(({ code }) => code))
  const groups = new Set(exclusionGroups.map(({ exclusion_group }) => exclusion_group))
  return {
    ...rows,
    diagnoses,
    exclusionGroups,
    exclusionMembers: rows.exclusionMembers.filter(
      ({ exclusion_group, cc_mcc_code }) => groups.has(exclusion_group) && ccs.has(cc_mcc_code),
    ),
    procedures: then(rows.procedures),
    clusters: then(rows.clusters),
    formulas: then(rows.formulas),
    hacFormulas: then(rows.hacFormulas),
    mdcBySex: then(rows.mdcBySex),
    titles: then(rows.titles),
  }
}

/**
 * Compares a version's carried-on rows with its known ones. Of attributes only those count that a formula of the
 * version asks for.
 */
export function scoreExtension({ rows, ...changes }: Extension, known: GrouperRows, version: string): Scores {
  const asked = new Set([...askedFor(rows, version), ...askedFor(known, version)])
  const ccs = new Set(
    inForce(known.diagnoses, version)
      .filter(({ severity }) => severity !== 'NCC')
      .map(({ code }) => code),
  )
  const [carriedOn, real] = [entriesOf(rows, version, asked, ccs), entriesOf(known, version, asked, ccs)]
  const noHand = new Map<string, string>()
  return {
    diagnoses: score(carriedOn.diagnoses, real.diagnoses, changes.diagnoses.byHand),
    procedures: score(carriedOn.procedures, real.procedures, changes.procedures.byHand),
    clusters: score(carriedOn.clusters, real.clusters, changes.clusters.byHand),
    exclusions: score(carriedOn.exclusions, real.exclusions, noHand),
    mdcBySex: score(carriedOn.mdcBySex, real.mdcBySex, noHand),
    titles: score(carriedOn.titles, real.titles, noHand),
  }
}

function score(carriedOn: Map<string, string>, real: Map<string, string>, byHand: ReadonlyMap<string, string>): Score {
  const keys = [...new Set([...carriedOn.keys(), ...real.keys()])]
  const wrong = keys.filter((key) => !byHand.has(key) && carriedOn.get(key) !== real.get(key))
  return {
    right: keys.length - wrong.length - keys.filter((key) => byHand.has(key)).length,
    byHand: byHand.size,
    wrong,
  }
}

/** Attributes that a grouper knows by themselves, beside those of formulas. */
const ASKED_ALWAYS = ['mccalive', 'ecode', 'incident', 'd468', 'd477']

function askedFor(rows: GrouperRows, version: string): Set<string> {
  const formulas = inForce(rows.formulas, version)
  const atoms = [...formulas, ...inForce(rows.hacFormulas, version)].flatMap(
    ({ formula }) => formula.match(/[^&|~()\s]+/g) ?? [],
  )
  return new Set([
    ...ASKED_ALWAYS,
    ...atoms.map((atom) => atom.replace(/^(?:PDX|SDX|ANY|ONLY):/, '')),
    ...formulas.flatMap((row) => split(row.severity_suppression)),
  ])
}

function entriesOf(
  rows: GrouperRows,
  version: string,
  asked: ReadonlySet<string>,
  ccs: ReadonlySet<string>,
): Record<keyof Scores, Map<string, string>> {
  const names = (...lists: string[]): string =>
    lists
      .flatMap(split)
      .filter((name) => asked.has(name))
      .sort()
      .join('|')
  const members = valuesBy(
    rows.exclusionMembers.filter(({ cc_mcc_code }) => ccs.has(cc_mcc_code)),
    ({ exclusion_group }) => exclusion_group,
    ({ cc_mcc_code }) => cc_mcc_code,
  )
  const excluded = new Map([...members].map(([group, codes]) => [group, codes.sort().join(' ')]))
  const attributes = new Map(inForce(rows.procedures, version).map((row) => [row.code, names(row.attributes)]))
  const clusters = Map.groupBy(inForce(rows.clusters, version), ({ cluster }) => cluster)
  return {
    diagnoses: new Map(
      inForce(rows.diagnoses, version).map((row) => [
        row.code,
        `${row.mdc} ${row.severity} ${names(row.attributes, row.hac_attributes, row.dxcat_attributes)}`,
      ]),
    ),
    procedures: new Map([...attributes].filter(([code]) => !code.startsWith('Z@'))),
    clusters: new Map(
      [...clusters].map(([name, list]) => [
        combinationOf(list),
        `${list[0]?.suppression_mdcs} ${attributes.get(name)}`,
      ]),
    ),
    exclusions: new Map(
      inForce(rows.exclusionGroups, version).map((row) => [row.pdx_code, excluded.get(row.exclusion_group) ?? '']),
    ),
    mdcBySex: new Map(inForce(rows.mdcBySex, version).map((row) => [row.code, `${row.male_mdc} ${row.female_mdc}`])),
    titles: new Map(inForce(rows.titles, version).map((row) => [row.drg, row.description])),
  }
}

function combinationOf(list: GrouperRows['clusters']): string {
  const choices = valuesBy(
    list,
    ({ choice }) => choice,
    ({ code }) => code,
  )
  return ordered([...choices.values()].map((codes) => codes.join(',')).join('+'))
}
