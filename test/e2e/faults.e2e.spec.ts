import { expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * A small part of `npm run test:faults`: the same processes, faults and account, on a Kafka and a Postgres of its own.
 */
it('the pipeline loses, doubles and changes nothing while services are killed and connections cut', async () => {
  const args = ['--no-warnings', 'test/faults/faults.ts', '--only', 'calm,kill,cut', '--kills', '5', '--rate', '50']
  const said = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: fileURLToPath(new URL('../..', import.meta.url)), env: { ...process.env, NODE_OPTIONS: '' } },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    )
  })
  // The whole of it is shown where it fails, the seed first.
  expect(said).toMatch(/every promise held\n$/)
}, 240_000)
