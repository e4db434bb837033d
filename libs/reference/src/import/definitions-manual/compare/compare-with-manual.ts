import { compareDiagnoses } from './compare-diagnoses.js'
import { compareClusters, compareDrgs, compareHierarchy } from './compare-drgs.js'
import { compareExclusions } from './compare-exclusions.js'
import { compareProcedures } from './compare-procedures.js'
import { Comparison, type ComparedManual, type FormulaSource, type GrouperTables } from '../../comparison.js'
import { inForce } from '@claims-audit/ms-drg'

/**
 * Compares what is compiled of one version with its Definitions Manual. `compared` counts codes, pairs or DRGs by
 * table:
 * - `dx-mdc`: the MDC of every diagnosis, two where it goes by sex. One that the manual assigns to none is an external cause, MDC 0.
 * - `dx-mdc-drg`, `or-procedures (DRGs)`: the DRGs in whose logic a code is printed are those whose formulas ask for one of its attributes. A diagnosis
 *   is printed beyond its own MDC: `Pre` (transplant, tracheostomy), 24 (trauma), 25 (HIV related), 15 (problems of newborns), 01, 14 and 22 as a secondary.
 *   Left out are the DRGs of UNLIKE, whose formulas do not say what the manual prints code by code.
 * - `cc-mcc`, `cc-alive-only`, `hac`: every diagnosis, also those on no list. Of HACs the numbers, not in which of its lists a code is.
 * - `cc-exclusion-pdx`: every pair of a diagnosis and a CC or MCC that is excluded; of those that are not, see compareExclusions.
 * - `cc-drg-suppression`: every CC and MCC whose attributes the formulas of these DRGs suppress. (The formulas suppress in other DRGs as well, such as
 *   019 and 955; the manual prints no list for them.)
 * - `or-procedures`: `is_or` is operating-room status. `in_cluster` says that
 *   combinations have the code too, nothing of the code itself. The status of what is not printed is not compared: operating-room procedures that no MDC
 *   asks for, and all others that no DRG asks for.
 * - `non-extensive-procedures`: attribute d477. `hac (procedures)`: attributes hacNN_proc.
 * - `drg`: title, and from the source rows MDC and type. `surgical-hierarchy`: the order of the source rows.
 * - `procedure-clusters`, `nonor-combinations`: all are source clusters, and source clusters that are not printed only take operating-room status away.
 * Not compared: `mdc14-procedures`, which has no counterpart of its own, and `drg-logic`, the words of formulas.
 */
export function compareWithManual(
  grouper: GrouperTables,
  version: string,
  manual: ComparedManual,
  source: FormulaSource,
  { everyPair = false } = {},
): Comparison {
  const comparison = new Comparison()
  const formulas = inForce(source.formulas, version)
  compareDiagnoses(grouper, version, manual, formulas, comparison)
  compareExclusions(grouper, version, manual, comparison, everyPair)
  compareProcedures(grouper, version, manual, formulas, comparison)
  compareDrgs(grouper, version, manual, formulas, comparison)
  compareHierarchy(manual, formulas, comparison)
  compareClusters(manual, inForce(source.clusters, version), inForce(source.procedures, version), comparison)
  return comparison
}
