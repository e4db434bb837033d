import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStack } from '@claims-audit/stack'
import type { Stack } from '@claims-audit/stack'

/**
 * A Kafka and a Postgres of one's own, from the packages, in a folder whose name begins with `purpose`; the data go
 * when they are stopped.
 */
export async function freshStack(purpose: string): Promise<{ stack: Stack; dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), `${purpose}-`))
  // Postgres runs under an account of its own, which has to get in.
  chmodSync(dataDir, 0o755)
  return {
    stack: await openStack({ dataDir, docker: false, keepData: false, log: (line) => console.error(line) }),
    dataDir,
  }
}
