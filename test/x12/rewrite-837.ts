import { CorrectedFile, ReplacementFile, Surveyor, bytesOf } from '../../libs/x12/src/x12.ts'
import type { ChangeRefusal, ClaimChange, ReplacedClaim, Rewriting, Survey } from '../../libs/x12/src/x12.ts'

export interface Rewritten {
  file: Buffer
  refused: ReadonlyMap<string, ChangeRefusal>
}

/** The file with some claims changed, by the key of their place. */
export const corrected837 = (file: Buffer, changes: ReadonlyMap<string, ClaimChange>, piece?: number): Rewritten =>
  rewritten(file, piece, (survey) => new CorrectedFile(survey, changes))

/** A file of replacements of some of its claims. */
export const replaced837 = (file: Buffer, claims: ReadonlyMap<string, ReplacedClaim>, piece?: number): Rewritten =>
  rewritten(
    file,
    piece,
    (survey) => new ReplacementFile(survey, claims, { at: new Date('2026-02-03T04:05:00Z'), controlNumber: 77 }),
  )

function rewritten(
  file: Buffer,
  piece = 65_536,
  open: (survey: Survey) => { push(bytes: Uint8Array): void; end(): Rewriting },
): Rewritten {
  const surveyor = new Surveyor()
  surveyor.push(file)
  const rewriter = open(surveyor.end())
  for (let from = 0; from < file.length; from += piece) rewriter.push(file.subarray(from, from + piece))
  const { parts, refused } = rewriter.end()
  const written = parts.map((part) => ('text' in part ? bytesOf(part.text, file) : file.subarray(part.from, part.to)))
  return { file: Buffer.concat(written), refused }
}
