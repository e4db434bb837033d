import { SettingError, setting } from '@claims-audit/settings'
import { freePort } from '@claims-audit/stack'

/** Where intake and api listen. */
export interface Ports {
  intake: number
  api: number
}

/**
 * INTAKE_PORT and API_PORT, else 3001 and 3000. An upstream sends patients' records to the port that it was told: where
 * somebody else has a port that was asked for, nothing is started. Throws SettingError then.
 */
export async function choosePorts(say: (line: string) => void): Promise<Ports> {
  return { intake: await portOf('INTAKE_PORT', 3_001, say), api: await portOf('API_PORT', 3_000, say) }
}

async function portOf(name: 'INTAKE_PORT' | 'API_PORT', usual: number, say: (line: string) => void): Promise<number> {
  const wanted = setting(name)
  const port = await freePort(wanted ?? usual)
  if (wanted !== undefined && wanted !== 0 && port !== wanted)
    throw new SettingError(`${name}=${wanted} is taken by another process`)
  if (wanted === undefined && port !== usual) {
    say(
      `WARNING: port ${usual} is taken by another process, which gets what is sent there. ` +
        `This start uses ${port}; ${name} sets a port for good.`,
    )
  }
  return port
}
