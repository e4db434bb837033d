import { output } from './run.js'

/** Whether a Docker engine answers (the client alone is not enough). Asks for at most five seconds. */
export async function dockerAnswers(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const version = await output('docker', ['info', '--format', '{{.ServerVersion}}'], { env, timeoutMs: 5_000 }).catch(
    () => '',
  )
  return version.trim() !== ''
}

/** Whether `docker compose` (v2) is there to run a compose file with. */
export async function composeExists(env: NodeJS.ProcessEnv): Promise<boolean> {
  return output('docker', ['compose', 'version'], { env, timeoutMs: 5_000 }).then(
    () => true,
    () => false,
  )
}
