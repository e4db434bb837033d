import { analytics } from './analytics.ts'
import { claim } from './claim.ts'
import { findings } from './findings.ts'
import { keys } from './keys.ts'
import { accessLog, pipeline, quarantine, runs } from './operations.ts'
import { queries } from './queries.ts'
import { reference } from './reference.ts'
import { retention } from './retention.ts'
import { samples } from './samples.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { states } from './states.ts'
import { work } from './work.ts'

/** All that the page says, in English. Another language is another object of this shape. */
export const texts = {
  accessLog,
  analytics,
  claim,
  findings,
  keys,
  pipeline,
  quarantine,
  queries,
  reference,
  retention,
  runs,
  samples,
  settings,
  shell,
  states,
  work,
}
