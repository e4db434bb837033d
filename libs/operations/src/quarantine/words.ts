import type { Reason } from '@claims-audit/contracts'
import type { MendRefused } from './mend.js'

/** Why an edit is refused: codes and pointers, never a value. */
export const whyNotEdited = (refused: MendRefused): string =>
  refused.refused === 'rejected'
    ? `the new claim would be quarantined again (${told(refused.reason)})`
    : whyNotRedriven(refused)

/** The same of a redrive. */
export function whyNotRedriven(refused: MendRefused): string {
  switch (refused.refused) {
    case 'whole-batch':
      return `it is a whole batch, up to offset ${refused.lastOffset}, that could not be read; ask its sender for its claims again`
    case 'rejected':
      return `it would be quarantined again (${told(refused.reason)}); edit it first`
    case 'no-bytes':
      return 'it has no bytes; edit it first'
    case 'not-archived':
      return 'the archive has not got the submitted event that it goes back to; edit it first'
    case 'not-yours':
      return 'the claim names another tenant or facility'
    case 'redriven':
      return 'it was redriven before'
  }
}

const told = ({ code, pointer, keyword }: Reason): string =>
  [code, pointer, keyword].filter((part) => part !== null).join(' ')

/** Bytes for a person: text as it is, other bytes in base64, under another name. */
export function shownBytes(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null }
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? { [name]: text } : { [`${name}Base64`]: bytes.toString('base64') }
}
