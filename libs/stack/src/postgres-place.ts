import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyOnce, mayEnter, mayRead, sharedFolder, type Account } from './reachable.js'
import { output } from './run.js'
import { StackUnavailable } from './stack-unavailable.js'

/** Where Postgres' files are, and whom it runs as. */
export interface PostgresPlace {
  /** Its programs: `bin`, `lib` and `share`. */
  native: string
  /** Holds the cluster in `data`, and `password`. */
  cluster: string
  /** Only where we are root, since Postgres refuses to run as root. */
  account?: Account
}

interface Wanted {
  native: string
  version: string
  cluster: string
  /** Where copies go; given by tests. */
  shared?: string[]
  log: (line: string) => void
}

/**
 * As an ordinary user, what is wanted. Root's Postgres runs as another account, which may have no way into the checkout
 * (below root's home, or a folder of `mktemp -d`): then its programs are copied, and its data are kept, where it can
 * go.
 */
export async function findPlace(o: Wanted): Promise<PostgresPlace> {
  if (process.getuid?.() !== 0) return { native: o.native, cluster: o.cluster }
  // The mask that root works under may have closed it.
  await chmod(o.cluster, 0o711)
  const usual = await usualAccount()
  const owner = await ownerOf(o.cluster)
  const cluster = await reachableCluster(o, owner ?? usual)
  const account = (await ownerOf(cluster)) ?? usual
  await takeOver(cluster, account)
  return { native: await reachableNative(o, account), cluster, account }
}

/** The account `postgres` where there is one, else `nobody`. No account is made. */
async function usualAccount(): Promise<Account> {
  const name = await output('id', ['-u', 'postgres']).then(
    () => 'postgres',
    () => 'nobody',
  )
  const [uid, gid] = await Promise.all([output('id', ['-u', name]), output('id', ['-g', name])])
  return { uid: Number(uid), gid: Number(gid) }
}

/** Who made a cluster must go on with it, whatever accounts there are by now. */
async function ownerOf(cluster: string): Promise<Account | undefined> {
  const data = await stat(join(cluster, 'data')).catch(() => undefined)
  return data && data.uid !== 0 ? { uid: data.uid, gid: data.gid } : undefined
}

/** Root's plain copy of a checkout has made the data root's own. */
async function takeOver(cluster: string, { uid, gid }: Account): Promise<void> {
  const data = await stat(join(cluster, 'data')).catch(() => undefined)
  if (data?.uid === 0) await output('chown', ['-R', `${uid}:${gid}`, join(cluster, 'data'), join(cluster, 'password')])
}

/**
 * A cluster that is kept elsewhere is named by a digest of where it belongs and of a key that lies there. So a later
 * start finds it; a copy of the checkout does not share it; and neither does a fresh checkout at the same path.
 */
async function reachableCluster(o: Wanted, account: Account): Promise<string> {
  const keyFile = join(o.cluster, 'key-of-data-elsewhere')
  const kept = await readFile(keyFile, 'utf8').catch(() => undefined)
  if (kept === undefined && (await mayEnter(o.cluster, account))) return o.cluster
  const key = kept ?? randomBytes(16).toString('hex')
  const digest = createHash('sha256').update(`${o.cluster}\n${key}`).digest('hex').slice(0, 16)
  const elsewhere = join(await sharedFor(o, account), `postgres-data-${digest}`)
  await mkdir(elsewhere, { recursive: true })
  await chmod(elsewhere, 0o711)
  if (kept === undefined) {
    await moveData(o.cluster, elsewhere, () => writeFile(keyFile, key))
  }
  o.log(
    `Postgres keeps its data in ${elsewhere}, since it does not run as root and no other account may enter ${o.cluster}.`,
  )
  return elsewhere
}

/** Data that were made while their account could still enter. They are whole in one of the two places at any time. */
async function moveData(from: string, to: string, copied: () => Promise<void>): Promise<void> {
  const parts = ['data', 'password'].map((name) => join(from, name))
  if (await exists(join(from, 'data/PG_VERSION'))) await output('cp', ['-a', ...parts, to])
  await copied()
  await Promise.all(parts.map((part) => rm(part, { recursive: true, force: true })))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function reachableNative(o: Wanted, account: Account): Promise<string> {
  const reachable = await Promise.all([
    mayEnter(join(o.native, 'bin/postgres'), account),
    mayRead(join(o.native, 'share/postgresql/postgres.bki'), account),
  ])
  if (reachable.every(Boolean)) return o.native
  const copy = join(await sharedFor(o, account), `postgres-${o.version}`)
  await copyOnce(o.native, copy)
  return copy
}

async function sharedFor(o: Wanted, account: Account): Promise<string> {
  const shared = await sharedFolder(account, o.shared)
  if (shared) return shared
  throw new StackUnavailable(
    `Postgres does not run as root, and the account with the id ${account.uid} has no way into ${o.cluster} nor into a folder of ours elsewhere: run as another user, or start Docker with its compose plugin, or set DATABASE_URL.`,
  )
}
