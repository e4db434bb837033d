import type { Isa } from '../read/isa.js'

/**
 * A segment with where its bytes are in the file: from `start`, its terminator at `stop`, the next segment at `next`.
 */
export interface RawSegment {
  tag: number
  /** Without line breaks inside and without its terminator: bytes as characters. */
  text: string
  start: number
  stop: number
  next: number
}

/** What separates the parts of a segment in its interchange. */
export interface Separators {
  element: string
  component: string
  /** Empty where the interchange names no repetition separator. */
  repetition: string
  terminator: string
}

export const separatorsOf = ({ element, component, repetition, terminator }: Isa): Separators => ({
  element: String.fromCharCode(element),
  component: String.fromCharCode(component),
  repetition: repetition === 0 ? '' : String.fromCharCode(repetition),
  terminator,
})

/** The segment with some elements changed, by their number. */
export function withElements(text: string, { element }: Separators, changed: Record<number, string>): string {
  const elements = text.split(element)
  for (const [at, value] of Object.entries(changed)) elements[Number(at)] = value
  // An element that was left out at the end is empty, not missing.
  return Array.from(elements, (value: string | undefined) => value ?? '').join(element)
}
