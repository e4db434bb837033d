import type { RefusalCode } from '../report/place.js'

/** What is told of the segment that is read. */
export interface Reading {
  /** The claim, or all claims of a level, cannot be read. The first reason counts. */
  refuse(code: RefusalCode, element: number, keyword?: string): void
  /** A part of it that the claim's schema has no field for. */
  unmapped(qualifier: number): void
}
