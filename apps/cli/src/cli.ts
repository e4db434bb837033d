import { Command, CommanderError } from 'commander'
import { complain } from './output.js'
import { told } from './told.js'

/** Exit codes: 0 all clear, 1 a claim was rejected or an event is missing, 2 misuse or nothing to work with. */
const MISUSE = 2

const program = new Command('claims-audit')
  .description('Audits hospital claims before they are billed')
  .exitOverride()
  .configureOutput({ writeErr: (text) => complain(text.trimEnd()) })
  .showHelpAfterError('(see claims-audit --help)')

/** In the order of the help. A command's module, with all that it needs, is loaded where it is the one asked for. */
const COMMANDS: Record<string, () => Promise<(program: Command) => unknown>> = {
  audit: async () => (await import('./commands/audit.js')).addAudit,
  group: async () => (await import('./commands/group.js')).addGroup,
  facts: async () => (await import('./commands/facts.js')).addFacts,
  explain: async () => (await import('./commands/explain.js')).addExplain,
  packs: async () => (await import('./commands/packs.js')).addPacks,
  convert: async () => (await import('./commands/convert.js')).addConvert,
  correct: async () => (await import('./commands/correct.js')).addCorrect,
  submit: async () => (await import('./commands/submit.js')).addSubmit,
  documents: async () => (await import('./commands/documents.js')).addDocuments,
  reconcile: async () => (await import('./commands/reconcile.js')).addReconcile,
  resubmit: async () => (await import('./commands/resubmit.js')).addResubmit,
  quarantine: async () => (await import('./commands/quarantine.js')).addQuarantine,
  replay: async () => (await import('./commands/replay.js')).addReplay,
  runs: async () => (await import('./commands/runs.js')).addRuns,
  ledger: async () => (await import('./commands/ledger.js')).addLedger,
}
const [asked = ''] = process.argv.slice(2)
const named = Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS)
for (const name of named) (await COMMANDS[name]?.())?.(program)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) complain(`claims-audit: ${told(error as NodeJS.ErrnoException)}`)
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : MISUSE
}
