import { Command, CommanderError } from 'commander'
import { collect, collectCounts, count, digest, instant, isoDate } from './arguments.js'
import { named, offset, oneOf, percent, upTo, wholeNumber } from './arguments.js'
import { audit } from './commands/audit.js'
import { diff } from './commands/diff.js'
import { explain } from './commands/explain.js'
import { facts } from './commands/facts.js'
import { group } from './commands/group.js'
import { checkPack } from './commands/packs.js'
import { complain } from './output.js'
import { editQuarantined, listQuarantine, redriveQuarantined, showQuarantined } from './commands/quarantine.js'
import { acceptThisLog, acceptThisRestore, prepare, showLedger } from './commands/ledger.js'
import { acknowledgeOffsets, reconcile } from './commands/reconcile.js'
import { resubmit } from './commands/resubmit.js'
import { importRun, replay, resumeRun } from './commands/replay.js'
import { cancelRun, deleteWholeRun, listAllRuns, listSkipped, showRun } from './commands/runs.js'
import { submit } from './commands/submit.js'
import { told } from './told.js'

/** Exit codes: 0 all clear, 1 a claim was rejected or an offset is missing, 2 misuse or nothing to work with. */
const MISUSE = 2

const program = new Command('claims-audit')
  .description('Audits hospital claims before they are billed')
  .exitOverride()
  .configureOutput({ writeErr: (text) => complain(text.trimEnd()) })
  .showHelpAfterError('(see claims-audit --help)')

const filters = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'only claims of this tenant', named)
    .option('--claim <id>', 'only this claim', named)
    .option('--facility <id>', 'only claims of this facility', named)
    .option('--payer <id>', 'only claims of this payer', named)
    .option('--discharged-from <date>', 'only discharges on or after this date', isoDate)
    .option('--discharged-to <date>', 'only discharges on or before this date', isoDate)

filters(program.command('audit'))
  .argument('<file>', 'claims as JSON lines, a JSON array or CloudEvents; - reads stdin')
  .option('--format <format>', 'output format: jsonl, table or csv', oneOf('jsonl', 'table', 'csv'), 'jsonl')
  .option('--rules <dir>', 'directory of additional rule packs; repeat for several', collect, [])
  .option(
    '--icd-10 <edition>',
    'ICD-10 edition for all claims (FY2026, "FY2026 April"); default: the edition of the discharge date',
  )
  .option('--ms-drg <version>', 'MS-DRG version for all claims (44.0); default: the version of the discharge date')
  .option('--rates <file>', 'payer base rates (CSV: payer,facility,from,to,base_rate), to include payment impact')
  .option('--poa-exempt <file>', 'list of codes exempt from present-on-admission reporting, for the fiscal year')
  .option(
    '--coverage <file>',
    'coverage table (CSV: procedure,diagnosis,from,to), to find procedures without a covered diagnosis',
  )
  .option('--trace', 'include how the grouper reached its DRG')
  .option('--piped', 'for programs: print the editions and the filter first, then one result for each input line')
  .description('audit claims and print one result for each, in input order')
  .action(run(audit))

program
  .command('group')
  .argument('<file>', 'claims; - reads stdin')
  .option('--version <version>', 'MS-DRG version (43.1); default: the version of the discharge date')
  .option('--trace', 'include how the grouper reached its DRG and how it used each code')
  .description('assign MS-DRGs and print one line for each claim')
  .action(run(group))

program
  .command('facts')
  .argument('<file>', 'texts as JSON lines {"id","type","text","targets":[…]}; - reads stdin')
  .description('print the clinical facts read from texts; targets are additional phrases to look for')
  .action(run(facts))

program
  .command('explain')
  .argument('<code>', 'an ICD-10-CM or ICD-10-PCS code')
  .option(
    '--date <date>',
    'date whose code set applies (default: today)',
    isoDate,
    new Date().toISOString().slice(0, 10),
  )
  .description('explain a code: validity, notes, edits and DRGs')
  .action(run(explain))

program
  .command('packs')
  .description('work with rule packs')
  .command('check')
  .argument('<dir>', 'directory of rules, each NAME.yaml with its cases in NAME.cases.yaml')
  .description('validate a rule pack and run its cases; exit 1 and list the problems by file, line and field')
  .action(run(checkPack))

const quarantine = program
  .command('quarantine')
  .description('quarantined events; each is named topic/partition/offset/stage')
const whose = (command: Command): Command =>
  command.option('--by <who>', 'who does this (default: the user of the system)').option('--note <text>', 'reason')

quarantine
  .command('list')
  .option('--stage <stage>', 'only events quarantined by this stage')
  .option('--code <code>', 'only this reason code')
  .option('--state <state>', 'parked (not redriven yet), redriven or all', oneOf('parked', 'redriven', 'all'), 'parked')
  .option('--limit <n>', 'maximum number of lines', wholeNumber, '1000')
  .description('list quarantined events, oldest first')
  .action(run(listQuarantine))

quarantine
  .command('show')
  .argument('<name>')
  .description('show an event as received, and its history')
  .action(run(showQuarantined))

whose(quarantine.command('edit').argument('<name>').argument('<file>', 'the replacement claim; - reads stdin'))
  .description('replace the claim for the next redrive; the original is kept')
  .action(run(editQuarantined))

whose(quarantine.command('redrive').argument('[names...]'))
  .option('--all', 'all events that have not been redriven')
  .option('--again', 'also events that were redriven before')
  .option('--stage <stage>', 'with --all: only events quarantined by this stage')
  .option('--code <code>', 'with --all: only this reason code')
  .description('submit events again, as new events')
  .action(run(redriveQuarantined))

program
  .command('submit')
  .argument('<file>', 'claims; - reads stdin')
  .description('publish claims to claims.submitted')
  .action(run(submit))

program
  .command('reconcile')
  .description('check that every event of claims.submitted has an outcome; exit 1 if one is missing or lost')
  .action(run(reconcile))

whose(program.command('resubmit'))
  .option('--missing', 'all events that reconcile reports as missing or lost')
  .description('submit missing events again from the log or the archive; exit 1 if neither has them')
  .action(run(resubmit))

whose(program.command('acknowledge'))
  .argument('<partition>', 'partition of claims.submitted', count)
  .argument('<first>', 'first offset', offset)
  .argument('<last>', 'last offset', offset)
  .option('--epoch <n>', 'epoch of an earlier log, as ledger show lists them (default: the current log)', wholeNumber)
  .description('record that offsets need no outcome, for example those of an aborted transaction')
  .action(run(acknowledgeOffsets))

const ledger = program.command('ledger').description('the log that the ledger belongs to, and restores')
ledger
  .command('show')
  .description('show the logs of the ledger, oldest first, and how often it was restored')
  .action(run(showLedger))
whose(ledger.command('accept-log'))
  .description('accept the current claims.submitted as a new epoch, after the topic was moved or recreated')
  .action(run(acceptThisLog))
whose(ledger.command('accept-restore'))
  .description(
    'continue with a ledger restored from a backup: raise correction sequences and read the missing events again; stop the services first',
  )
  .action(run(acceptThisRestore))

program
  .command('prepare')
  .option('--partitions <n>', 'partitions of each topic that is created; cannot be changed later', upTo(1_000), '4')
  .option('--replication-factor <n>', 'replicas of each topic that is created', upTo(99), '1')
  .description('create the topics and migrate the tables, before the services start')
  .action(run(prepare))

const threadCount = (value: string): number => Number(upTo(99)(value))
const threads = (command: Command): Command =>
  command.option('--threads <n>', 'number of worker threads (default: half the cores)', threadCount)

filters(threads(program.command('replay')))
  .argument(
    '[files...]',
    'recorded claims or events: JSON lines, also with gzip or zstd; or Parquet with an event as JSON text in the column “value”',
  )
  .option('--topic [name]', 'read a topic (default: claims.submitted)')
  .option('--archive', 'read the archive')
  .option('--partition <n>', 'only this partition; repeat for several', collectCounts, [])
  .option('--from-offset <n>', 'first offset of each partition', offset)
  .option('--to-offset <n>', 'end offset of each partition, exclusive', offset)
  .option('--from <time>', 'first day or instant (UTC) by event timestamp', instant)
  .option('--to <time>', 'end day or instant, exclusive', instant)
  .option('--rules <dir>', 'directory of additional rule packs; repeat for several', collect, [])
  .option('--rule-set <digest>', 'fail unless the loaded rule set has this digest (sha256:…)', digest)
  .option(
    '--icd-10 <edition>',
    'ICD-10 edition for all claims (FY2026, "FY2026 April"); default: the edition of the discharge date',
  )
  .option('--ms-drg <version>', 'MS-DRG version for all claims (44.0); default: the version of the discharge date')
  .option('--rates <file>', 'payer base rates, as in audit')
  .option('--poa-exempt <file>', 'list of POA-exempt codes, as in audit')
  .option('--coverage <file>', 'coverage table, as in audit')
  .option('--share <percent>', 'share of its time that each thread may work, in percent', percent)
  .option('--note <text>', 'purpose of the run')
  .description('audit recorded events again, as a retrospective run; publishes nothing')
  .action(run(replay))

const runs = program.command('runs').description('retrospective runs')

runs
  .command('list')
  .option('--limit <n>', 'maximum number of runs', wholeNumber, '50')
  .option('--format <format>', 'output format: table or jsonl', oneOf('table', 'jsonl'), 'table')
  .description('list runs, newest first')
  .action(run(listAllRuns))
runs
  .command('show')
  .argument('<run>', 'number of the run', wholeNumber)
  .description('show the request, the editions, the progress and the result of a run')
  .action(run(showRun))
runs
  .command('skipped')
  .argument('<run>', 'number of the run', wholeNumber)
  .description('list events without a result: rejected, duplicates, version conflicts')
  .action(run(listSkipped))
runs
  .command('cancel')
  .argument('<run>', 'number of the run', wholeNumber)
  .description('cancel a run after its current units')
  .action(run(cancelRun))
threads(runs.command('resume').argument('<run>', 'number of the run', wholeNumber))
  .description('resume a run, or help to work on it')
  .action(run(resumeRun))
runs
  .command('import')
  .argument('<dir>', 'output directory of the job in deploy/spark')
  .option('--rule-set <digest>', 'fail unless made by the rule set with this digest (sha256:…)', digest)
  .option('--icd-10 <edition>', 'fail unless audited with this ICD-10 edition')
  .option('--ms-drg <version>', 'fail unless grouped with this MS-DRG version')
  .option('--note <text>', 'purpose of the run')
  .description('import the output of a distributed engine as a run')
  .action(run(importRun))
runs
  .command('delete')
  .argument('<run>', 'number of the run', wholeNumber)
  .description('delete a run and its results')
  .action(run(deleteWholeRun))
runs
  .command('diff')
  .argument('<a>', 'first run; 0 is the live pipeline', count)
  .argument('<b>', 'second run', count)
  .option('--by <what>', 'group by rule, facility or drg', oneOf('rule', 'facility', 'drg'), 'rule')
  .option('--claims', 'print one row for each finding that differs')
  .option('--format <format>', 'output format: table, json or csv', oneOf('table', 'json', 'csv'), 'table')
  .option('--parquet <file>', 'write one row for each finding that differs to a Parquet file')
  .description(
    'compare two runs: findings gained, lost and changed, with weight and payment, over the claims that both audited',
  )
  .action(run(diff))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) complain(`claims-audit: ${told(error as NodeJS.ErrnoException)}`)
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : MISUSE
}

/** A command gives its exit code. */
function run<A extends unknown[]>(command: (...args: A) => number | Promise<number>): (...args: A) => Promise<void> {
  return async (...args) => {
    process.exitCode = await command(...args)
  }
}
