import { sep } from 'node:path'

/** A path of bytes: a file's name may be no UTF-8. */
export const pathTo = (folder: string, name: Buffer): Buffer => Buffer.concat([Buffer.from(folder + sep), name])

/** Transfer programs write under such a name, and rename when the file is complete. */
const UNFINISHED = /^\.|\.(?:part|partial|tmp|filepart|crdownload)$/i

export const isUnfinished = (name: Buffer): boolean => UNFINISHED.test(name.toString('latin1'))

const MOST = 120

/** What of a file's name is safe in names of ours. */
export const safeName = (name: Buffer): string =>
  name
    .toString('latin1')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(-MOST)
