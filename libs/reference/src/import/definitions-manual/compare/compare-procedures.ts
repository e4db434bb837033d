import { AskedDrgs, UNLIKE, comparableDrgs } from '../../../open/asked-drgs.js'
import {
  listed,
  named,
  type ComparedManual,
  type Comparison,
  type FormulaSource,
  type GrouperTables,
} from '../../comparison.js'
import { valuesBy } from '../../../open/dated-rows.js'

/** Attributes that any operating-room procedure has: no DRG is printed for them. */
const STATUS = new Set(['d468', 'd477', 'nonor', 'or_allowed_in_768'])

export function compareProcedures(
  grouper: GrouperTables,
  version: string,
  manual: ComparedManual,
  formulas: FormulaSource['formulas'],
  comparison: Comparison,
): void {
  const printed = valuesBy(
    manual['or-procedures'],
    ({ code }) => code,
    (row) => row,
  )
  const nonExtensive = new Set(manual['non-extensive-procedures'].map(({ code }) => code))
  const hacs = valuesBy(
    manual.hac.filter(({ list }) => list.includes('PROCEDURES')),
    ({ code }) => code,
    ({ hac }) => `hac${hac}_proc`,
  )
  const asked = new AskedDrgs(formulas, comparableDrgs(manual, UNLIKE.procedures))
  for (const [number, code] of named([...printed.keys(), ...nonExtensive, ...hacs.keys()], grouper.codes.procedure)) {
    const compiled = grouper.procedure(number, version)
    const rows = printed.get(code)
    if (!compiled) {
      if (rows) comparison.equal('or-procedures', code, 'no valid code', 'printed')
      continue
    }
    const { attributes, operatingRoom } = compiled
    const grouping = (rows ?? []).filter(({ mdc }) => mdc !== '')
    if (rows) comparison.equal('or-procedures', code, operatingRoom, rows[0]?.is_or === '1')
    comparison.equal(
      'or-procedures (DRGs)',
      code,
      asked.by(
        attributes.filter((name) => !STATUS.has(name)),
        [],
      ),
      asked.printed(grouping),
    )
    comparison.equal('non-extensive-procedures', code, attributes.includes('d477'), nonExtensive.has(code))
    comparison.equal(
      'hac (procedures)',
      code,
      listed(attributes.filter((name) => /^hac\d\d_proc$/.test(name))),
      listed(hacs.get(code) ?? []),
    )
  }
}
