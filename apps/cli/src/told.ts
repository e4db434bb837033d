/** A failure in a line, by what a person can do something about. */
export function told({ code, path, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `${path}: no such file`
  if (code === 'EISDIR') return 'that is a directory; name a file, or - for stdin'
  if (code === 'ENOSPC') return 'the disk is full; what was being written is not whole'
  // Postgres: undefined table.
  if (code === '42P01')
    return 'the database has no tables of claims-audit yet; npm start makes them, and so does replay'
  return message
}
