/** What one element of a column may be: text for most types, bytes for `bytea`. */
export type Element = string | number | Uint8Array | null

/** How an element of a type is put into a buffer; what it takes, in bytes. */
interface Wire {
  oid: number
  size(element: NonNullable<Element>): number
  write(element: NonNullable<Element>, into: Buffer, at: number): void
}

const byteLength = (element: NonNullable<Element>): number =>
  typeof element === 'object' ? element.length : Buffer.byteLength(String(element))

function writeText(element: NonNullable<Element>, into: Buffer, at: number): void {
  if (typeof element === 'object') into.set(element, at)
  else into.write(String(element), at)
}

const DAY_MS = 86_400_000
/** Dates count from the year 2000; the least and the greatest number are the infinities (date_recv). */
const FIRST_DAY = Date.UTC(2000, 0, 1)
const INFINITIES = new Map([
  ['-infinity', -(2 ** 31)],
  ['infinity', 2 ** 31 - 1],
])
const daysOf = (date: string): number => INFINITIES.get(date) ?? (Date.parse(`${date}T00:00:00Z`) - FIRST_DAY) / DAY_MS

/** By the name of the type; `oid` as pg_type has it. */
const WIRES: Record<string, Wire> = {
  text: { oid: 25, size: byteLength, write: writeText },
  bytea: { oid: 17, size: byteLength, write: writeText },
  bool: { oid: 16, size: () => 1, write: (element, into, at) => into.writeUInt8(Number(element), at) },
  smallint: { oid: 21, size: () => 2, write: (element, into, at) => into.writeInt16BE(Number(element), at) },
  date: { oid: 1082, size: () => 4, write: (element, into, at) => into.writeInt32BE(daysOf(String(element)), at) },
  int: { oid: 23, size: () => 4, write: (element, into, at) => into.writeInt32BE(Number(element), at) },
  bigint: {
    oid: 20,
    size: () => 8,
    write: (element, into, at) => into.writeBigInt64BE(BigInt(element as string | number), at),
  },
  uuid: {
    oid: 2950,
    size: () => 16,
    write: (element, into, at) => into.write(String(element).replaceAll('-', ''), at, 'hex'),
  },
  // The version of its wire format, then its text (jsonb_recv).
  jsonb: {
    oid: 3802,
    size: (element) => 1 + byteLength(element),
    write: (element, into, at) => writeText(element, into, into.writeUInt8(1, at)),
  },
}

/** Whether arrays of a type can be sent in binary; of any other they go as text, to be cast. */
export const isBinary = (type: string): boolean => type in WIRES

const HEADER = 20
const LENGTH = 4

/**
 * A one-dimensional array as Postgres receives it in binary (array_recv): nothing is quoted, escaped or parsed on
 * either side, which for JSON in a text array is most of the work. Throws TypeError for a type that is not binary.
 */
export function binaryArray(type: string, elements: readonly Element[]): Buffer {
  const wire = WIRES[type]
  if (wire === undefined) throw new TypeError(`no binary array of ${type}`)
  const sizes = elements.map((element) => (element === null ? -1 : wire.size(element)))
  const array = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + LENGTH + Math.max(0, size), HEADER))
  let at = array.writeInt32BE(elements.length === 0 ? 0 : 1, 0)
  at = array.writeInt32BE(sizes.includes(-1) ? 1 : 0, at)
  at = array.writeInt32BE(wire.oid, at)
  if (elements.length === 0) return array.subarray(0, at)
  at = array.writeInt32BE(1, array.writeInt32BE(elements.length, at))
  elements.forEach((element, index) => {
    const size = sizes[index] as number
    at = array.writeInt32BE(size, at)
    if (element === null) return
    wire.write(element, array, at)
    at += size
  })
  return array
}
