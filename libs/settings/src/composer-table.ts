import { choice, milliseconds, number } from './kinds.js'
import type { Setting } from './kinds.js'

const COMPOSER = 'composer'
const wait = (meaning: string, fallback: number) =>
  number({ from: 0, to: 86_400_000, unit: 'a number of milliseconds' }, { meaning, readBy: COMPOSER }, fallback)

/** Whether documents come apart from claims, and how long a claim waits for them. */
export const COMPOSER_SETTINGS = {
  DOCUMENTS_APART: choice(['true', 'false'], {
    meaning:
      'Documents come apart from claims: what claims and documents come in is joined by `composer` before it is audited. `npm start` runs it then.',
    default: '`false`',
    readBy: 'intake, folder, the command line, `npm start`',
  }),
  COMPOSER_FIRST_MS: wait('How long a claim waits for documents before its first audit.', 120_000),
  COMPOSER_QUIET_MS: wait('How long no further document must have come before a claim is audited again.', 600_000),
  COMPOSER_MOST_MS: wait('The longest that a claim waits after its first new document.', 7_200_000),
  COMPOSER_READY_WHEN_DISCHARGED: choice(['true', 'false'], {
    meaning: 'A claim with a discharge date is ready to bill: it waits for nothing before its first audit.',
    default: '`false`',
    readBy: COMPOSER,
  }),
  COMPOSER_POLL_MS: milliseconds({ meaning: 'How often it looks for claims that are due.', readBy: COMPOSER }, 1_000),
  COMPOSER_KEEP_DAYS: number(
    { from: 1, to: 3_650, unit: 'a number of days' },
    { meaning: 'How long claims are kept for further documents, and documents for their claim.', readBy: COMPOSER },
    365,
  ),
} satisfies Record<string, Setting<unknown>>
