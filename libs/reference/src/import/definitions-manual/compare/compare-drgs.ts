import {
  drgsOf,
  listed,
  type ComparedManual,
  type Comparison,
  type FormulaSource,
  type GrouperTables,
} from '../../comparison.js'
import { valuesBy } from '../../../open/dated-rows.js'

const TYPES: Record<string, string> = { P: 'SURGICAL', M: 'MEDICAL', '': 'NA' }

export function compareDrgs(
  grouper: GrouperTables,
  version: string,
  manual: ComparedManual,
  formulas: FormulaSource['formulas'],
  comparison: Comparison,
): void {
  const rows = Map.groupBy(formulas, ({ drg }) => Number(drg))
  for (const { drg, mdc, type, title } of manual.drg) {
    comparison.equal('drg', drg, grouper.title(Number(drg), version), title)
    const assigning = rows.get(Number(drg)) ?? []
    comparison.equal(
      'drg',
      `${drg} (type)`,
      listed(new Set(assigning.map(({ surgical }) => surgical))),
      TYPES[type] as string,
    )
    if (mdc !== '')
      comparison.equal(
        'drg',
        `${drg} (MDC)`,
        listed(new Set(assigning.map((row) => Number(row.mdc)))),
        `${Number(mdc)}`,
      )
  }
  const known = new Set(manual.drg.map(({ drg }) => Number(drg)))
  for (const drg of rows.keys())
    if (drg !== 0 && !known.has(drg)) comparison.equal('drg', `${drg}`, 'assigned', 'not printed')
}

/** A class comes before another when the first of its rows does. */
export function compareHierarchy(
  manual: ComparedManual,
  formulas: FormulaSource['formulas'],
  comparison: Comparison,
): void {
  for (const [mdc, classes] of Map.groupBy(manual['surgical-hierarchy'], (row) => row.mdc)) {
    const rows = formulas.filter((row) => Number(row.mdc) === Number(mdc))
    const ranked = classes.map(({ drgs }) => {
      const own = drgsOf(drgs)
      return {
        drgs,
        first: Math.min(...rows.filter(({ drg }) => own.includes(Number(drg))).map(({ rank }) => Number(rank))),
      }
    })
    const compiled = ranked.filter(({ first }) => first !== Infinity).sort((a, b) => a.first - b.first)
    classes.forEach(({ drgs }, i) =>
      comparison.equal('surgical-hierarchy', `MDC ${mdc}, class ${i + 1}`, compiled[i]?.drgs ?? 'none', drgs),
    )
  }
}

export function compareClusters(
  manual: ComparedManual,
  clusters: FormulaSource['clusters'],
  procedures: FormulaSource['procedures'],
  comparison: Comparison,
): void {
  const attributes = new Map(procedures.map((row) => [row.code, row.attributes]))
  const compiled = new Map(
    [...Map.groupBy(clusters, ({ cluster }) => cluster)].map(([name, rows]) => {
      const choices = valuesBy(
        rows,
        ({ choice }) => choice,
        ({ code }) => code,
      )
      return [combination([...choices.values()]), attributes.get(name) ?? '']
    }),
  )
  const printed = new Set(
    manual['procedure-clusters'].map(({ codes }) => combination(codes.split('+').map((choice) => choice.split(',')))),
  )
  for (const codes of printed) comparison.equal('procedure-clusters', codes, compiled.has(codes), true)
  for (const { code1, code2 } of manual['nonor-combinations']) {
    const codes = combination([[code1], [code2]])
    comparison.equal('nonor-combinations', codes, compiled.get(codes) ?? 'none', 'nonor')
  }
  for (const [codes, names] of compiled)
    if (!printed.has(codes)) comparison.equal('procedure-clusters', codes, names, 'nonor')
}

/** Choices and their codes in a fixed order. */
function combination(choices: string[][]): string {
  return choices
    .map((codes) => codes.toSorted().join(','))
    .toSorted()
    .join('+')
}
