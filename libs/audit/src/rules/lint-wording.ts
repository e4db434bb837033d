import type { Query } from '@claims-audit/contracts'
import { isOpenEnd, lintQuery, moneyIn } from './lint-query.js'

/** What is wrong with a person's wording, and where. */
export interface WordingProblem {
  /** JSON pointer. */
  pointer: string
  problem: string
}

/**
 * A query in a person's words, by the same lint as the packs' queries. `template` is what the finding's rule would ask:
 * its options are those that the record supports, so that a person may leave some out and add none (ACDIS/AHIMA,
 * Guidelines for Achieving a Compliant Query Practice, 2022 update).
 */
export function lintWording(wording: Query, template: Query | null): WordingProblem[] {
  return [
    ...lintQuery({ question: wording.question, options: wording.options }).map(problemOf),
    ...(wording.indicators.length > 0 ? [] : [{ pointer: '/indicators', problem: 'none is named' }]),
    ...wording.indicators.flatMap((indicator, at) => moneyProblem(indicator, at)),
    ...unsupported(wording, template),
  ]
}

function problemOf(line: string): WordingProblem {
  const [pointer = ''] = line.split(': ', 1)
  return { pointer, problem: line.slice(pointer.length + 2) }
}

function moneyProblem(indicator: string, at: number): WordingProblem[] {
  const word = moneyIn(indicator)
  return word === undefined
    ? []
    : [{ pointer: `/indicators/${at}`, problem: `"${word}" speaks of payment or reporting` }]
}

function unsupported({ options }: Query, template: Query | null): WordingProblem[] {
  if (template === null) return []
  const supported = new Set(template.options.map(plain))
  return options.flatMap((option, at) =>
    isOpenEnd(option) || supported.has(plain(option))
      ? []
      : [{ pointer: `/options/${at}`, problem: 'the record does not support it' }],
  )
}

const plain = (option: string): string => option.trim().toLowerCase()
