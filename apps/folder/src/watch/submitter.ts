import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A submitter's folder. Its name is the tenant of all claims in it. */
export interface Submitter {
  tenant: string
  /** Files come here. */
  in: string
  /** A folder for each file that is being read. */
  work: string
  /** Files of which at least one claim was published, or that came before. */
  done: string
  /** Files of which no claim was published. */
  error: string
  /** What is answered. */
  out: string
  /** What was answered to each content, by its SHA-256. */
  seen: string
}

/** A tenant's name that is a folder's name on every file system. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/**
 * The submitters of a folder: its folders, whose own folders are made where they are missing. Links are not followed.
 */
export async function submittersIn(folder: string): Promise<Submitter[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const tenants = entries.filter((entry) => entry.isDirectory() && NAME.test(entry.name)).map(({ name }) => name)
  return Promise.all(tenants.toSorted().map((tenant) => prepared(folder, tenant)))
}

async function prepared(folder: string, tenant: string): Promise<Submitter> {
  const at = (name: string): string => join(folder, tenant, name)
  const submitter = {
    tenant,
    ...{ in: at('in'), work: at('work'), done: at('done'), error: at('error'), out: at('out'), seen: at('seen') },
  }
  for (const path of [submitter.in, submitter.done, submitter.error, submitter.out])
    await mkdir(path, { recursive: true })
  // What is here is of patients, and no one's but ours.
  for (const path of [submitter.work, submitter.seen]) await mkdir(path, { recursive: true, mode: 0o700 })
  return submitter
}
