import type { OddText } from '../read/segments.js'
import type { Place } from './place.js'

/** What is odd and does not keep a claim from being read. */
export interface Note {
  code: NoteCode
  count: number
  /** Where it was first. */
  first: Place
}

export type NoteCode =
  | OddText
  | 'iea-count' // IEA01 is not the number of groups
  | 'iea-control-number'
  | 'ge-count' // GE01 is not the number of transactions
  | 'ge-control-number'
  | 'se-count' // SE01 is not the number of segments
  | 'group-unfinished' // no GE
  | 'interchange-unfinished' // no IEA before the file ended
  | 'outside-a-transaction'
  | 'service-without-lx'

export class Notes {
  private readonly notes = new Map<NoteCode, Note>()

  add(code: NoteCode, place: Place): void {
    const known = this.notes.get(code)
    if (known === undefined) this.notes.set(code, { code, count: 1, first: place })
    else known.count += 1
  }

  list(): Note[] {
    return [...this.notes.values()]
  }
}
