import { Command, CommanderError } from 'commander'
import { addAudit } from './commands/audit.js'
import { addConvert } from './commands/convert.js'
import { addExplain } from './commands/explain.js'
import { addFacts } from './commands/facts.js'
import { addGroup } from './commands/group.js'
import { addLedger } from './commands/ledger.js'
import { addPacks } from './commands/packs.js'
import { addQuarantine } from './commands/quarantine.js'
import { addReconcile } from './commands/reconcile.js'
import { addReplay } from './commands/replay.js'
import { addResubmit } from './commands/resubmit.js'
import { addRuns } from './commands/runs.js'
import { addSubmit } from './commands/submit.js'
import { complain } from './output.js'
import { told } from './told.js'

/** Exit codes: 0 all clear, 1 a claim was rejected or an event is missing, 2 misuse or nothing to work with. */
const MISUSE = 2

const program = new Command('claims-audit')
  .description('Audits hospital claims before they are billed')
  .exitOverride()
  .configureOutput({ writeErr: (text) => complain(text.trimEnd()) })
  .showHelpAfterError('(see claims-audit --help)')

/** In the order of the help. */
const COMMANDS = [
  addAudit,
  addGroup,
  addFacts,
  addExplain,
  addPacks,
  addConvert,
  addSubmit,
  addReconcile,
  addResubmit,
  addQuarantine,
  addReplay,
  addRuns,
  addLedger,
]
for (const add of COMMANDS) add(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) complain(`claims-audit: ${told(error as NodeJS.ErrnoException)}`)
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : MISUSE
}
