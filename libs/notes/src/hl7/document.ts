import type { ReceivedDocument } from '@claims-audit/contracts'
import { isImaging, typeOfLoinc, typeOfTable0270 } from '../document-types.js'
import type { PlainText } from '../text/content.js'
import type { Group } from './groups.js'
import type { Segment } from './message.js'
import { dayOf, idOf, instantOf } from './values.js'

type About = Omit<ReceivedDocument, 'text' | 'conversion' | 'id'>

/** Completion of a document (HL7 v2 table 0271) before it is authenticated. */
const UNSIGNED = new Set(['DI', 'DO', 'IP', 'IN', 'PA'])
/** Result status (table 0123) before it is verified. */
const UNVERIFIED = new Set(['O', 'I', 'S', 'A', 'P', 'R'])

/** What TXA says of the document of an MDM. */
export function aboutNote({ head: txa, header, event, observations, order }: Group): About {
  const type = typeOfTable0270(txa.component(2)) ?? loincTypeOf(observations, order) ?? 'other'
  const replaced = event === 'T09' || event === 'T10' ? entityOf(txa, 13) : undefined
  return about({
    type,
    date: dayOf(txa.component(4)) ?? dayOf(txa.component(6)) ?? dayOf(txa.component(7)),
    author: nameOf(txa.repetitions(9)[0] ?? txa.repetitions(5)[0]),
    title: txa.component(2, 2) || observations.map((each) => each.component(3, 2)).find((text) => text !== ''),
    status: noteStatus(txa, event),
    replaces: replaced === undefined ? undefined : [replaced],
    issued: instantOf(header.component(7)),
  })
}

/** What OBR says of the report of an ORU. */
export function aboutReport({ head: obr, header, observations }: Group): About {
  const type = loincTypeOf(observations, obr) ?? (isImaging(obr.component(24)) ? 'radiology-report' : 'other')
  return about({
    type,
    date: dayOf(obr.component(7)) ?? dayOf(obr.component(22)),
    author: nameOf(obr.component(32).split('&')) ?? nameOf(observations[0]?.repetitions(16)[0]),
    title: obr.component(4, 2) || obr.component(4, 5),
    status: reportStatus(obr, observations),
    replaces: undefined,
    issued: instantOf(obr.component(22)) ?? instantOf(header.component(7)),
  })
}

/** Its id of the sender: TXA-12, or the filler's number with the service (OBR-3, OBR-4). */
export const noteIdOf = ({ head }: Group): string | undefined => entityOf(head, 12)

export function reportIdOf({ head: obr }: Group): string | undefined {
  const number = entityOf(obr, 3) ?? entityOf(obr, 2)
  return number === undefined ? undefined : idOf([number, obr.component(4)].filter((part) => part !== '').join('/'))
}

export const documentOf = (
  id: string,
  { type, ...more }: About,
  { text, conversion }: PlainText,
): ReceivedDocument => ({
  id,
  type,
  ...more,
  text,
  ...(conversion !== undefined && { conversion }),
})

/** The number and who gave it (EI.1, EI.2): two systems may give the same number. */
const entityOf = (segment: Segment, field: number): string | undefined =>
  idOf(segment.component(field, 1), segment.component(field, 2))

function noteStatus(txa: Segment, event: string): ReceivedDocument['status'] {
  // Table 0273: cancelled, obsolete.
  if (event === 'T11' || ['CA', 'OB'].includes(txa.component(19))) return 'cancelled'
  if (UNSIGNED.has(txa.component(17))) return 'preliminary'
  return event === 'T07' || event === 'T08' ? 'amended' : 'final'
}

function reportStatus(obr: Segment, observations: Segment[]): ReceivedDocument['status'] {
  const told = obr.component(25)
  const all = observations.map((each) => each.component(11))
  const status = told === '' ? (all.find((each) => each === 'C' || UNVERIFIED.has(each)) ?? 'F') : told
  if (status === 'X') return 'cancelled'
  if (status === 'C') return 'amended'
  return UNVERIFIED.has(status) ? 'preliminary' : 'final'
}

const loincTypeOf = (observations: Segment[], order: Segment | undefined): About['type'] | undefined =>
  [...observations.map((each) => [each, 3] as const), ...(order === undefined ? [] : [[order, 4] as const])]
    .flatMap(([segment, field]) => [segment.component(field, 1), segment.component(field, 4)])
    .map((code) => typeOfLoinc(code.split('&')[0] as string))
    .find((type) => type !== undefined)

/** Of id, family name, given name (XCN). */
function nameOf([id = '', family = '', given = '']: string[] = []): string | undefined {
  const name = [given, family.split('&')[0]].filter(Boolean).join(' ') || id
  return name === '' ? undefined : name.slice(0, 256)
}

/** Without what is not said. */
function about({
  type,
  ...more
}: { [Name in keyof Required<About>]?: About[Name] | undefined } & Pick<About, 'type'>): About {
  const said = Object.entries({ ...more, title: more.title?.slice(0, 512) }).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  return { type, ...Object.fromEntries(said) }
}
