import type { Match } from '../findings/match.js'
import type { RecordUnderAudit } from '../findings/subject.js'

/** What a finding that rests on a tabular note asks for: a look, where the note is that of a neighbouring edition. */
export function onNotes(
  { notesAreExact }: RecordUnderAudit,
  action: NonNullable<Match['action']>,
): Pick<Match, 'action'> {
  return { action: notesAreExact ? action : 'review' }
}
