import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
export const root = fileURLToPath(new URL('..', import.meta.url))

/** `npx claims-audit …`, as a person runs it; what it prints goes `into` a file, where one is named. */
export async function cli(
  args: string[],
  env: Record<string, string> = {},
  into?: string,
): Promise<{ code: number; out: string; err: string }> {
  const options = { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env }, maxBuffer: 1 << 28 }
  const command = [process.execPath, 'apps/cli/bin/claims-audit.js', ...args]
  const [program = '', ...rest] =
    into === undefined ? command : ['sh', '-c', 'file=$0; exec "$@" > "$file"', into, ...command]
  try {
    const { stdout, stderr } = await execute(program, rest, options)
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}
