import { milliseconds, number, port, text } from './kinds.js'
import type { Setting } from './kinds.js'

const INTAKE = 'intake'

/** Where HL7 v2 comes in over MLLP. */
export const MLLP_SETTINGS = {
  MLLP_PORT: port({
    meaning:
      'Where `intake` listens for HL7 v2 over MLLP. Needs DOCUMENTS_APART. MLLP knows neither sign-in nor encryption.',
    default: 'none',
    readBy: INTAKE,
  }),
  MLLP_HOST: text({
    meaning:
      'The address of MLLP_PORT. Beyond loopback, any machine that reaches it may send documents: put a tunnel before it.',
    default: '127.0.0.1',
    readBy: INTAKE,
  }),
  MLLP_TENANT: text({ meaning: 'The tenant of what comes over MLLP.', default: '`default`', readBy: INTAKE }),
  MLLP_CONNECTIONS: number(
    { from: 1, to: 10_000, unit: 'a number of connections' },
    { meaning: 'Connections over MLLP at once. Each may hold a message of 16 MB.', readBy: INTAKE },
    16,
  ),
  MLLP_IDLE_MS: milliseconds(
    { meaning: 'A connection over MLLP on which nothing comes for so long is closed.', readBy: INTAKE },
    600_000,
  ),
} satisfies Record<string, Setting<unknown>>
