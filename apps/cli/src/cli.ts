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
  .showHelpAfterError('(claims-audit --help shows how)')

const filters = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'only this tenant’s', named)
    .option('--claim <id>', 'only this claim', named)
    .option('--facility <id>', 'only this facility’s', named)
    .option('--payer <id>', 'only this payer’s', named)
    .option('--discharged-from <date>', 'only discharges from this day', isoDate)
    .option('--discharged-to <date>', 'only discharges up to this day, included', isoDate)

filters(program.command('audit'))
  .argument('<file>', 'claims as JSON lines, a JSON array or CloudEvents; - for stdin')
  .option('--format <format>', 'jsonl, table or csv', oneOf('jsonl', 'table', 'csv'), 'jsonl')
  .option('--rules <dir>', 'a directory of rule packs beside the shipped ones; may be given again', collect, [])
  .option(
    '--icd-10 <edition>',
    'judge every claim by the codes of this edition (FY2026, "FY2026 April"), whatever its discharge date',
  )
  .option('--ms-drg <version>', 'group every claim by this version (44.0), whatever its discharge date')
  .option('--rates <file>', 'payer base rates (CSV: payer,facility,from,to,base_rate), so that impacts say money too')
  .option('--poa-exempt <file>', 'the fiscal year’s list of codes exempt from a present-on-admission indicator')
  .option(
    '--coverage <file>',
    'a coverage table (CSV: procedure,diagnosis,from,to), for procedures that no diagnosis supports',
  )
  .option('--trace', 'with how the grouper came to its DRG')
  .option(
    '--piped',
    'for programs: the editions and the filter first, then a line for every line, each an event by itself',
  )
  .description('audit claims; one result a line, in input order')
  .action(run(audit))

program
  .command('group')
  .argument('<file>', 'claims; - for stdin')
  .option('--version <version>', 'MS-DRG version (43.1) in place of the discharge date’s')
  .option('--trace', 'with how the grouper came to its DRG, and what became of each code')
  .description('group claims to their MS-DRG; one line a claim')
  .action(run(group))

program
  .command('facts')
  .argument('<file>', 'texts as JSON lines {"id","type","text","targets":[…]}; - for stdin')
  .description('what the evidence engine reads in texts; phrases in targets count as concepts too')
  .action(run(facts))

program
  .command('explain')
  .argument('<code>', 'an ICD-10-CM or ICD-10-PCS code')
  .option(
    '--date <date>',
    'the date by which it is judged; today, where it is not given',
    isoDate,
    new Date().toISOString().slice(0, 10),
  )
  .option('--poa-exempt <file>', 'the fiscal year’s list of codes exempt from a present-on-admission indicator')
  .option('--all', 'with every note of section and chapter, and every note that names the code')
  .description('what a coder needs to know of a code')
  .action(run(explain))

program
  .command('packs')
  .description('rule packs')
  .command('check')
  .argument('<dir>', 'a directory of rules, each NAME.yaml with NAME.cases.yaml beside it')
  .description('say whether a pack is whole and its cases hold; exit 1 and a list by file, line and field where not')
  .action(run(checkPack))

const quarantine = program
  .command('quarantine')
  .description('events that were parked; a name is topic/partition/offset/stage')
const whose = (command: Command): Command =>
  command.option('--by <who>', 'who does it; the system’s user, where it is not given').option('--note <text>', 'why')

quarantine
  .command('list')
  .option('--stage <stage>', 'only what this stage parked')
  .option('--code <code>', 'only this reason')
  .option('--state <state>', 'parked, redriven or all', oneOf('parked', 'redriven', 'all'), 'parked')
  .option('--limit <n>', 'at most so many', wholeNumber, '1000')
  .description('a line for each parked event, oldest first')
  .action(run(listQuarantine))

quarantine
  .command('show')
  .argument('<name>')
  .description('an event as it came, and all that was done with it')
  .action(run(showQuarantined))

whose(quarantine.command('edit').argument('<name>').argument('<file>', 'the claim in its place; - for stdin'))
  .description('put another claim in its place for the next redrive; what came is kept')
  .action(run(editQuarantined))

whose(quarantine.command('redrive').argument('[names...]'))
  .option('--all', 'all that were not sent again yet')
  .option('--again', 'also what was sent again before')
  .option('--stage <stage>', 'with --all: only what this stage parked')
  .option('--code <code>', 'with --all: only this reason')
  .description('send events again, as new ones, to claims.submitted')
  .action(run(redriveQuarantined))

program
  .command('submit')
  .argument('<file>', 'claims; - for stdin')
  .description('publish claims to claims.submitted')
  .action(run(submit))

program
  .command('reconcile')
  .description(
    'account for every offset of claims.submitted; exit 1 when one is missing or lost, or the log is another one',
  )
  .action(run(reconcile))

whose(program.command('resubmit'))
  .option('--missing', 'everything that reconcile calls missing or lost')
  .description('send events again, as new ones, from the log or the archive; exit 1 where neither has them any more')
  .action(run(resubmit))

whose(program.command('acknowledge'))
  .argument('<partition>', 'of claims.submitted', count)
  .argument('<first>', 'the first offset', offset)
  .argument('<last>', 'the last offset', offset)
  .option('--epoch <n>', 'in an earlier log (ledger show lists them); the current one by default', wholeNumber)
  .description('say that offsets need no outcome, such as those of an aborted transaction')
  .action(run(acknowledgeOffsets))

const ledger = program.command('ledger').description('which log the ledger belongs to, and whether it was restored')
ledger
  .command('show')
  .description('the logs it belongs to, oldest first, and how often it was restored')
  .action(run(showLedger))
whose(ledger.command('accept-log'))
  .description('take what claims.submitted is now as a new epoch, after the topic was moved or made again')
  .action(run(acceptThisLog))
whose(ledger.command('accept-restore'))
  .description(
    'go on with a ledger restored from an older backup: correction sequences rise, and what it lacks is read again; stop the services first',
  )
  .action(run(acceptThisRestore))

program
  .command('prepare')
  .option('--partitions <n>', 'of each topic that is not there yet; for life', upTo(1_000), '4')
  .option('--replication-factor <n>', 'copies of each topic that is not there yet', upTo(99), '1')
  .description('make the topics and bring the tables up to date: for a job that runs before the services')
  .action(run(prepare))

const threadCount = (value: string): number => Number(upTo(99)(value))
const threads = (command: Command): Command =>
  command.option('--threads <n>', 'how many at once; half of the cores by default', threadCount)

filters(threads(program.command('replay')))
  .argument(
    '[files...]',
    'recorded claims or events: JSON lines, plain or packed with gzip or zstd; Parquet with one as JSON text in each row’s “value”',
  )
  .option('--topic [name]', 'what a topic holds; claims.submitted, where none is named')
  .option('--archive', 'what the archive keeps of it')
  .option('--partition <n>', 'only this partition; may be given again', collectCounts, [])
  .option('--from-offset <n>', 'from this offset of each partition', offset)
  .option('--to-offset <n>', 'up to, and without, this offset of each partition', offset)
  .option('--from <time>', 'from this day or instant (UTC) of the log’s timestamps', instant)
  .option('--to <time>', 'up to, and without, this day or instant', instant)
  .option('--rules <dir>', 'a directory of rule packs beside the shipped ones; may be given again', collect, [])
  .option('--rule-set <digest>', 'refuse any other rule set than this one (sha256:…)', digest)
  .option(
    '--icd-10 <edition>',
    'judge every claim by the codes of this edition (FY2026, "FY2026 April"), whatever its discharge date',
  )
  .option('--ms-drg <version>', 'group every claim by this version (44.0), whatever its discharge date')
  .option('--rates <file>', 'payer base rates, as for audit')
  .option('--poa-exempt <file>', 'the list of exempt codes, as for audit')
  .option('--coverage <file>', 'a coverage table, as for audit')
  .option('--share <percent>', 'the part of each thread’s time that it may work, 1 to 100', percent)
  .option('--note <text>', 'what it is for')
  .description(
    'audit recorded events once more, into a run of its own that is compared with others; nothing is sent to anybody',
  )
  .action(run(replay))

const runs = program.command('runs').description('retrospective audits')

runs
  .command('list')
  .option('--limit <n>', 'at most so many', wholeNumber, '50')
  .option('--format <format>', 'table or jsonl', oneOf('table', 'jsonl'), 'table')
  .description('newest first')
  .action(run(listAllRuns))
runs
  .command('show')
  .argument('<run>', 'its number', wholeNumber)
  .description('what was asked, the editions, how far it is, what came of it')
  .action(run(showRun))
runs
  .command('skipped')
  .argument('<run>', 'its number', wholeNumber)
  .description('events that have no result of their own: rejected, duplicates, contradictions of a version')
  .action(run(listSkipped))
runs
  .command('cancel')
  .argument('<run>', 'its number', wholeNumber)
  .description('stop after the units under way')
  .action(run(cancelRun))
threads(runs.command('resume').argument('<run>', 'its number', wholeNumber))
  .description('go on where it stopped, or work on it beside others')
  .action(run(resumeRun))
runs
  .command('import')
  .argument('<dir>', 'what the job of deploy/spark wrote')
  .option('--rule-set <digest>', 'refuse what any other rule set than this one made (sha256:…)', digest)
  .option('--icd-10 <edition>', 'refuse what was not judged by the codes of this edition')
  .option('--ms-drg <version>', 'refuse what was not grouped by this version')
  .option('--note <text>', 'what it is for')
  .description('load what a distributed engine audited, as a run of its own')
  .action(run(importRun))
runs
  .command('delete')
  .argument('<run>', 'its number', wholeNumber)
  .description('drop the run and all that came of it')
  .action(run(deleteWholeRun))
runs
  .command('diff')
  .argument('<a>', 'a run; 0 is what was live', count)
  .argument('<b>', 'another', count)
  .option('--by <what>', 'rule, facility or drg', oneOf('rule', 'facility', 'drg'), 'rule')
  .option('--claims', 'down to the claim: a row for each finding that differs')
  .option('--format <format>', 'table, json or csv', oneOf('table', 'json', 'csv'), 'table')
  .option('--parquet <file>', 'that row for each finding, into a Parquet file')
  .description(
    'findings gained, lost and changed from one run to the other, with weight and amount, over the claims that both audited',
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
