import { AskedDrgs, UNLIKE, comparableDrgs } from '../../../open/asked-drgs.js'
import {
  drgsOf,
  listed,
  named,
  type ComparedManual,
  type Comparison,
  type FormulaSource,
  type GrouperTables,
} from '../../comparison.js'
import { split } from '@claims-audit/ms-drg'
import { valuesBy } from '../../../open/dated-rows.js'

export function compareDiagnoses(
  grouper: GrouperTables,
  version: string,
  manual: ComparedManual,
  formulas: FormulaSource['formulas'],
  comparison: Comparison,
): void {
  const codeOf = ({ code }: { code: string }): string => code
  const mdcs = valuesBy(manual['dx-mdc'], codeOf, ({ mdc }) => Number(mdc))
  const rows = valuesBy(manual['dx-mdc-drg'], codeOf, (row) => row)
  const levels = new Map(manual['cc-mcc'].map(({ code, level }) => [code, level]))
  const aliveOnly = new Set(manual['cc-alive-only'].map(codeOf))
  const hacs = valuesBy(
    manual.hac.filter(({ list }) => !list.includes('PROCEDURES')),
    codeOf,
    ({ hac }) => Number(hac),
  )
  const suppressions = suppressionsOf(manual, formulas)
  const asked = new AskedDrgs(formulas, comparableDrgs(manual, UNLIKE.diagnoses))
  for (const [number, code] of named([...mdcs.keys(), ...rows.keys(), ...levels.keys()], grouper.codes.diagnosis)) {
    const compiled = grouper.diagnosis(number, version)
    const printed = mdcs.get(code) ?? []
    if (!compiled && !rows.has(code) && printed.length === 0) continue
    if (!compiled) {
      comparison.equal('dx-mdc', code, 'no valid code', listed(printed))
      continue
    }
    const { mdc, severity, attributes } = compiled
    const sex = grouper.mdcBySex(number, version)
    comparison.equal('dx-mdc', code, listed(sex ? [sex.M, sex.F] : [mdc]), printed.length === 0 ? '0' : listed(printed))
    comparison.equal('cc-mcc', code, severity, levels.get(code) ?? 'NCC')
    comparison.equal('cc-alive-only', code, compiled.aliveOnly, aliveOnly.has(code))
    comparison.equal('hac', code, listed(compiled.hacs), listed(hacs.get(code) ?? []))
    const suppressing =
      severity === 'NCC' ? [] : suppressions.filter(({ names }) => attributes.some((name) => names.has(name)))
    comparison.equal(
      'cc-drg-suppression',
      code,
      listed(suppressing.map(({ drgs }) => drgs)),
      listed(suppressions.filter(({ codes }) => codes.has(code)).map(({ drgs }) => drgs)),
    )
    comparison.equal(
      'dx-mdc-drg',
      code,
      asked.by(attributes, sex ? [sex.M, sex.F] : [mdc]),
      asked.printed(rows.get(code) ?? []),
    )
  }
}

/** The printed suppressions: DRGs, the attributes whose codes do not count there, and the codes that are printed. */
function suppressionsOf(
  manual: ComparedManual,
  formulas: FormulaSource['formulas'],
): { drgs: string; names: Set<string>; codes: Set<string> }[] {
  const printed = valuesBy(
    manual['cc-drg-suppression'],
    ({ drgs }) => drgs,
    ({ code }) => code,
  )
  return [...printed].map(([drgs, codes]) => {
    const own = drgsOf(drgs)
    const rows = formulas.filter(({ drg }) => own.includes(Number(drg)))
    return { drgs, names: new Set(rows.flatMap((row) => split(row.severity_suppression))), codes: new Set(codes) }
  })
}
