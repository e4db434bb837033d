import { endsOf, type Column, type Columns } from './columns.js'

/** Many strings as UTF-8 end to end, with the offset at which each ends; decoded one at a time, when read. */
export function textColumn(name: string, texts: readonly string[]): Record<string, Column> {
  const parts = texts.map((text) => encoder.encode(text))
  const ends = endsOf(parts)
  const bytes = new Uint8Array(ends[texts.length] as number)
  parts.forEach((part, i) => bytes.set(part, ends[i] as number))
  return { [`${name}.ends`]: ends, [`${name}.bytes`]: bytes }
}

/** Reads a column written by `textColumn`; an index outside it reads as the empty string. */
export function openTextColumn(columns: Columns, name: string): (index: number) => string {
  const ends = columns.u32(`${name}.ends`)
  const bytes = columns.u8(`${name}.bytes`)
  return (index) => decoder.decode(bytes.subarray(ends[index] ?? 0, ends[index + 1] ?? 0))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
