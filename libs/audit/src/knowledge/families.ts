import type { CodeFamily, CodingTables } from '@claims-audit/evidence'
import { matchesAny } from '../rules/patterns.js'
import { onceFor } from './once-for.js'

/** A family whose silence says something: what a record then lacks, and what would break the silence. */
export interface HintedFamily {
  condition: string
  hints: RegExp
}

/** The family by whose hints a record speaks of a code (normalized). */
export function hintsFor(code: string, { families }: CodingTables): HintedFamily | undefined {
  const family = families.find(({ hints, ...each }) => hints !== undefined && holds(each, code))
  return family === undefined ? undefined : { condition: family.condition ?? '', hints: patternOf(family) }
}

/** What notes call the condition of a code (normalized), beside its own title. */
export const namesFor = (code: string, { families }: CodingTables): { names: string[]; broad: string[] } => {
  const { names = [], broad = [] } =
    families.find(({ names, ...each }) => names !== undefined && holds(each, code)) ?? {}
  return { names, broad }
}

const holds = ({ codes, except }: Pick<CodeFamily, 'codes' | 'except'>, code: string): boolean =>
  matchesAny(code, codes) && (except === undefined || !matchesAny(code, except))

const patternOf = onceFor(({ hints = [] }: CodeFamily) => new RegExp(hints.join('|'), 'i'))

/** What notes call the conditions of codes, of those families that lie within the codes of a list. */
export const namesWithin = (codes: string[], { families }: CodingTables): string[] =>
  families
    .filter((family) => family.codes.every((code) => matchesAny(code.replaceAll(/[.-]/g, ''), codes)))
    .flatMap(({ names = [], broad = [] }) => names.filter((name) => !broad.includes(name)))
