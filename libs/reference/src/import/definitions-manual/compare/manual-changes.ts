import type { DefinitionsManual } from '../definitions-manual.js'

/**
 * What of DRGs, surgical hierarchy, suppressions and HACs is new, renamed, gone or in another order between two
 * manuals, in words.
 */
export function manualChanges(from: DefinitionsManual, to: DefinitionsManual): string[] {
  return [
    ...drgChanges(from, to),
    ...hierarchyChanges(from, to),
    ...suppressionChanges(from, to),
    ...hacChanges(from, to),
  ]
}

function drgChanges(from: DefinitionsManual, to: DefinitionsManual): string[] {
  const before = new Map(from.drg.map((row) => [row.drg, row]))
  const after = new Map(to.drg.map((row) => [row.drg, row]))
  return [
    ...to.drg.filter(({ drg }) => !before.has(drg)).map(({ drg, title }) => `new DRG ${drg} ${title}`),
    ...from.drg.filter(({ drg }) => !after.has(drg)).map(({ drg, title }) => `DRG that is gone: ${drg} ${title}`),
    ...to.drg.flatMap(({ drg, mdc, type, title }) => {
      const row = before.get(drg)
      if (!row) return []
      const moved =
        row.mdc === mdc && row.type === type ? [] : [`DRG ${drg} was ${row.mdc} ${row.type}, is ${mdc} ${type}`]
      return row.title === title ? moved : [...moved, `DRG ${drg} was ${row.title}, is ${title}`]
    }),
  ]
}

function hierarchyChanges(from: DefinitionsManual, to: DefinitionsManual): string[] {
  const order = (manual: DefinitionsManual, mdc: string): string =>
    manual['surgical-hierarchy']
      .filter((row) => row.mdc === mdc)
      .map(({ drgs }) => drgs)
      .join(', ')
  const mdcs = new Set([...from['surgical-hierarchy'], ...to['surgical-hierarchy']].map(({ mdc }) => mdc))
  return [...mdcs]
    .filter((mdc) => order(from, mdc) !== order(to, mdc))
    .map((mdc) => `surgical hierarchy of MDC ${mdc} was ${order(from, mdc)}; is ${order(to, mdc)}`)
}

function suppressionChanges(from: DefinitionsManual, to: DefinitionsManual): string[] {
  const names = (manual: DefinitionsManual): string[] =>
    manual['cc-drg-suppression'].map(({ mdc, drgs }) => `MDC ${mdc} DRGs ${drgs}`)
  return comings('CC suppression', names(from), names(to))
}

function hacChanges(from: DefinitionsManual, to: DefinitionsManual): string[] {
  return comings(
    'HAC list',
    from.hac.map(({ hac, list }) => `${hac} ${list}`),
    to.hac.map(({ hac, list }) => `${hac} ${list}`),
  )
}

function comings(what: string, from: string[], to: string[]): string[] {
  const [before, after] = [new Set(from), new Set(to)]
  return [
    ...[...after].filter((each) => !before.has(each)).map((each) => `new ${what}: ${each}`),
    ...[...before].filter((each) => !after.has(each)).map((each) => `${what} that is gone: ${each}`),
  ]
}
