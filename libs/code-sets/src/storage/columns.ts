/**
 * A named set of typed arrays in one buffer: how a compiled table is stored. Little-endian, as every supported CPU is.
 */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

const KINDS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const
type Kind = keyof typeof KINDS
type Directory = Record<string, [kind: Kind, offset: number, length: number]>

const ALIGN = 8

/** Packs columns and a small JSON value into one buffer that `openColumns` reads without copying. */
export function encodeColumns(columns: Record<string, Column>, meta: unknown): Uint8Array {
  const directory: Directory = {}
  let size = 0
  for (const [name, column] of Object.entries(columns)) {
    directory[name] = [kindOf(column), size, column.length]
    size = aligned(size + column.byteLength)
  }
  const header = new TextEncoder().encode(JSON.stringify({ directory, meta }))
  const start = aligned(4 + header.length)
  const bytes = new Uint8Array(start + size)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, 4)
  for (const [name, column] of Object.entries(columns)) {
    const offset = (directory[name] as Directory[string])[1]
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start + offset)
  }
  return bytes
}

/** Views over an encoded buffer. Asking for a column that is not there, or of another kind, is a RangeError. */
export interface Columns {
  meta: unknown
  u8(name: string): Uint8Array
  u16(name: string): Uint16Array
  u32(name: string): Uint32Array
  i32(name: string): Int32Array
  f64(name: string): Float64Array
}

/** Opens what `encodeColumns` wrote; the columns are views of `bytes`, which must not be changed afterwards. */
export function openColumns(bytes: Uint8Array): Columns {
  const base = bytes.byteOffset % ALIGN === 0 ? bytes : bytes.slice()
  const headerLength = new DataView(base.buffer, base.byteOffset).getUint32(0, true)
  const { directory, meta } = JSON.parse(new TextDecoder().decode(base.subarray(4, 4 + headerLength))) as {
    directory: Directory
    meta: unknown
  }
  const start = base.byteOffset + aligned(4 + headerLength)
  const locate = (name: string, kind: Kind): [ArrayBufferLike, number, number] => {
    const entry = directory[name]
    if (entry?.[0] !== kind) throw new RangeError(`compiled table has no ${kind} column ${name}; rebuild the tables`)
    return [base.buffer, start + entry[1], entry[2]]
  }
  return {
    meta,
    u8: (name) => new Uint8Array(...locate(name, 'u8')),
    u16: (name) => new Uint16Array(...locate(name, 'u16')),
    u32: (name) => new Uint32Array(...locate(name, 'u32')),
    i32: (name) => new Int32Array(...locate(name, 'i32')),
    f64: (name) => new Float64Array(...locate(name, 'f64')),
  }
}

/** Zero, then the sum of the first n lengths: where each list ends when all are stored end to end. */
export function endsOf(lists: readonly { length: number }[]): Uint32Array {
  const ends = new Uint32Array(lists.length + 1)
  lists.forEach((list, i) => (ends[i + 1] = (ends[i] as number) + list.length))
  return ends
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGN) * ALIGN
}

function kindOf(column: Column): Kind {
  const found = (Object.keys(KINDS) as Kind[]).find((kind) => column instanceof KINDS[kind])
  if (!found) throw new TypeError('not a column')
  return found
}
