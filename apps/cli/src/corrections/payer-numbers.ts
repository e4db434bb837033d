import { readFile } from 'node:fs/promises'

/** A claim's id, and the payer's number for it where the claim itself does not name it (REF*F8). */
const LINE = /^([^,\s][^,]*?)\s*(?:,\s*([\x20-\x7e]{1,50}?))?\s*$/

/** Reads `claimId,payerClaimNumber`, one claim a line. Throws at a line that is neither. */
export async function readPayerNumbers(file: string): Promise<Map<string, string | undefined>> {
  const numbers = new Map<string, string | undefined>()
  for (const [at, line] of (await readFile(file, 'utf8'))
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue
    const [, claimId = '', number] = LINE.exec(line.trim()) ?? []
    if (claimId === '') throw new Error(`${file}, line ${at + 1}: not claimId,payerClaimNumber`)
    numbers.set(claimId, number)
  }
  return numbers
}
