import { isBlank } from './characters.js'
import { LINE_START } from './lines.js'

/**
 * "1) continue PT 2) naproxen", "1.No abscess 2.Osteomyelitis": whether a number is that of an item; but not "(at rest
 * 2) today", and not "2.5".
 */
export function isItemNumber(text: string, start: number, end: number): boolean {
  if (end - start > 2 || (start > 0 && !isBlank(text.charCodeAt(start - 1)))) return false
  const mark = text.charCodeAt(end)
  const next = text.charCodeAt(end + 1)
  if (mark === 0x2e) return isCapital(next)
  if (mark !== 0x29 || !(isBlank(next) || isCapital(next))) return false
  const before = text.slice(Math.max(0, start - LINE_START), start)
  return before.lastIndexOf('(') <= before.lastIndexOf(')')
}

const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a
