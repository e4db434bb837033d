import { setTimeout as pause } from 'node:timers/promises'
import { between, signalOne, times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import { Auditors, verdictsBroken } from '../verdicts.ts'

/** So that there are findings to decide on. */
const LEAD_MS = 4_000

/** What the auditors of the scenario that is played have seen. */
let auditors: Auditors | undefined

/** Persons decide while the pipeline works and dies. */
export const VERDICTS: Scenario[] = [
  {
    name: 'verdicts',
    what: 'kill -9 of the api under 50 verdicts a second, and of the stage that records, at random moments',
    run: async (world, { kills }) => {
      await pause(LEAD_MS)
      const asking = new Auditors(world)
      auditors = asking
      const killed = await times(kills, async (at) => {
        if (at % 2 === 0) await asking.kill()
        else await signalOne(world, ['findings'], 'SIGKILL')
        await between(world, 200, 2_000)
      })
      await asking.stop()
      return killed
    },
    afterwards: async (world) => (auditors === undefined ? ['no verdicts'] : verdictsBroken(world, auditors)),
  },
]
