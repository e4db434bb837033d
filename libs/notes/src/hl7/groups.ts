import type { NotesPlace } from '../report/result.js'
import type { Tally } from '../report/report.js'
import type { Message, Segment } from './message.js'

/** A document in a message: what heads it (TXA, OBR), its observations, and whose it is. */
export interface Group {
  head: Segment
  observations: Segment[]
  patient: Segment | undefined
  visit: Segment | undefined
  header: Segment
  /** The order that an MDM names before its TXA. */
  order: Segment | undefined
  /** MSH-9.2. */
  event: string
  at: NotesPlace
}

/** The documents of a message, in order. An observation before the first of them is of none; it is counted. */
export function groupsOf({ segments }: Message, headId: 'TXA' | 'OBR', message: number, tally: Tally): Group[] {
  const [header] = segments as [Segment]
  const groups: Group[] = []
  let patient: Segment | undefined
  let visit: Segment | undefined
  let order: Segment | undefined
  let open: Group | undefined
  for (const segment of segments) {
    if (segment.id === 'PID') {
      patient = segment
      visit = order = open = undefined
    } else if (segment.id === 'PV1') visit = segment
    else if (segment.id === headId) {
      const at = { message, segment: segment.number, id: headId }
      const event = eventOf(header, segments)
      open = { head: segment, observations: [], patient, visit, header, order, event, at }
      groups.push(open)
    } else if (segment.id === 'OBR') order ??= segment
    else if (segment.id === 'OBX') {
      const type = segment.component(2).toUpperCase()
      tally.part(type)
      if (open === undefined) tally.leave(`${type} outside`)
      else open.observations.push(segment)
    }
  }
  for (const group of groups) group.observations = inOrder(group.observations)
  return groups
}

/** MSH-9.2; of old senders that leave it out, EVN-1. */
const eventOf = (header: Segment, segments: Segment[]): string =>
  header.component(9, 2) || (segments.find(({ id }) => id === 'EVN')?.component(1) ?? '')

/** By OBX-1, where it numbers them all. */
function inOrder(observations: Segment[]): Segment[] {
  const numbers = observations.map((each) => Number(each.component(1) || NaN))
  const areTold = numbers.every((number) => Number.isInteger(number)) && new Set(numbers).size === numbers.length
  return areTold ? [...observations].sort((a, b) => Number(a.component(1)) - Number(b.component(1))) : observations
}
