/**
 * Short names (segment ids, qualifiers) as numbers: two or three characters in 24 bits, so that none is cut out of a
 * file's text. 0 is not a name.
 */
export function packed(name: string): number {
  return packedAt(name, 0, name.length)
}

/** The name from `from` to `to`; 0 where it is empty or longer than three characters. */
export function packedAt(s: string, from: number, to: number): number {
  const length = to - from
  if (length < 1 || length > 3) return 0
  const second = length > 1 ? s.charCodeAt(from + 1) : 0
  const third = length > 2 ? s.charCodeAt(from + 2) : 0
  return (s.charCodeAt(from) << 16) | (second << 8) | third
}

/** The id of the segment from `from` to `end`; 0 where it is not two or three characters long. */
export function tagAt(s: string, from: number, end: number, element: number): number {
  const second = from + 2
  if (second >= end || s.charCodeAt(second) === element) return packedAt(s, from, from + 2)
  const third = from + 3
  return third >= end || s.charCodeAt(third) === element ? packedAt(s, from, from + 3) : 0
}

/** The name again. Empty where it holds what no name holds: it may be anything then, a patient's data among it. */
export function nameOf(tag: number): string {
  const name = String.fromCharCode((tag >> 16) & 0xff, (tag >> 8) & 0xff, tag & 0xff).replace(/\0+$/, '')
  return /^[A-Z0-9]{1,3}$/.test(name) ? name : ''
}
