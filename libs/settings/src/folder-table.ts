import { milliseconds, number, text } from './kinds.js'
import type { Setting } from './kinds.js'
import { listed } from './variables.js'

const FOLDER = 'folder'
const MARKERS = ['.done', '.ok']

/** Where files of submitters come in, and when one is complete. */
export const FOLDER_SETTINGS = {
  FOLDER: text({
    meaning:
      'The watched folder, with a folder for each tenant that submits files. `npm start` runs `folder` where it is set.',
    default: 'none',
    readBy: 'folder, `npm start`',
  }),
  FOLDER_MARKERS: {
    values: 'comma-separated',
    meaning: 'Endings of marker files: `claims.837.done` says that `claims.837` is complete.',
    default: MARKERS.join(', '),
    readBy: FOLDER,
    read: (name: string) => {
      const given = listed(name)
      return given.length === 0 ? MARKERS : given
    },
  },
  FOLDER_POLL_MS: milliseconds({ meaning: 'How often folders are looked at.', readBy: FOLDER }, 5_000),
  FOLDER_QUIET_MS: milliseconds(
    {
      meaning: 'How long a file without a marker must not have changed before its content decides that it is complete.',
      readBy: FOLDER,
    },
    10_000,
  ),
  FOLDER_UNFINISHED_MS: milliseconds(
    {
      meaning: 'How long a file whose end is missing is waited for after its last change. Then it is refused.',
      readBy: FOLDER,
    },
    900_000,
  ),
  FOLDER_LEASE_MS: milliseconds(
    { meaning: 'After how long without a sign of life a file is taken over from another process.', readBy: FOLDER },
    30_000,
  ),
  FOLDER_UNPACKED_MB: number(
    { from: 1, to: 999_999, unit: 'a number of megabytes' },
    { meaning: 'What a compressed file may unpack to. Beyond it the file is refused.', readBy: FOLDER },
    4_000,
  ),
} satisfies Record<string, Setting<unknown>>
