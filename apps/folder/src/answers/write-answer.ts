import { open, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Enough for one write. */
const BUFFER = 65_536

/** Writes an answer so that it is there as a whole or not at all. */
export async function writeAnswer(path: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.tmp`)
  const handle = await open(unfinished, 'w')
  try {
    let waiting = ''
    for await (const piece of pieces) {
      waiting += piece
      if (waiting.length < BUFFER) continue
      await handle.appendFile(waiting)
      waiting = ''
    }
    await handle.appendFile(waiting)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, path)
}
