/**
 * `npm run bench -- pipeline`: claims a second through the whole audit, chained and fused, beside stock Nest, a bare
 * consumer and three bare hops, on the same brokers, the same Postgres and the same claims; and where the CPU goes.
 * Each warms up on claims of its own; then it is halted (SIGSTOP) while the topic is filled, and is timed from there
 * until the last claim has been answered and, where there is an archive, kept. `--instances 1,2,4` runs ours with so
 * many processes of each stage; `--profile DIR` has each process write a profile of its CPU there.
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { TOPICS } from '@claims-audit/contracts'
import { CHAINED, FUSED, OUT, openBed, program, throughput } from './bed.ts'
import type { Measurable, Throughput } from './bed.ts'
import { pipelineClaims } from './pipeline-claims.ts'
import type { Kind } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '15' },
    kinds: { type: 'string', default: 'coded,notes,flawed' },
    only: { type: 'string' },
    instances: { type: 'string', default: '1' },
    profile: { type: 'string' },
  },
})

/** Who is measured, and about how many claims a second to expect, for as much work as fits the time. */
interface Contender extends Measurable {
  name: string
  expected: Record<Kind, number>
}

/** As many hops as ours, and nothing done in them. */
const BARE_HOPS = [
  program('bare-hop', { INPUT: TOPICS.submitted, OUTPUT: TOPICS.validated }),
  program('bare-hop', { INPUT: TOPICS.validated, OUTPUT: TOPICS.audited }),
  program('bare-consumer', { INPUT: TOPICS.audited, OUTPUT: OUT }),
]

const CONTENDERS: Contender[] = [
  {
    name: 'stock Nest',
    services: [program('stock-nest')],
    output: OUT,
    expected: { coded: 900, notes: 800, flawed: 900 },
  },
  {
    name: 'stock Nest with 4 partitions at once',
    services: [program('stock-nest', { CONCURRENT: '4' })],
    output: OUT,
    expected: { coded: 1_500, notes: 1_300, flawed: 1_500 },
  },
  {
    name: 'bare consumer',
    services: [program('bare-consumer')],
    output: OUT,
    expected: { coded: 20_000, notes: 12_000, flawed: 20_000 },
  },
  {
    name: 'three bare hops',
    services: BARE_HOPS,
    output: OUT,
    expected: { coded: 10_000, notes: 6_000, flawed: 10_000 },
  },
  {
    name: 'chained',
    services: CHAINED,
    output: TOPICS.screened,
    archives: true,
    expected: { coded: 5_000, notes: 2_500, flawed: 3_000 },
  },
  {
    name: 'fused',
    services: FUSED,
    output: TOPICS.screened,
    archives: true,
    expected: { coded: 5_000, notes: 2_500, flawed: 3_000 },
  },
]
const WARM_UP = 0.5

interface Measured extends Throughput {
  contender: string
  kind: Kind
  claims: number
}

const chosen = CONTENDERS.filter(
  ({ name }) => values.only === undefined || values.only.split(',').includes(name),
).flatMap((contender) =>
  contender.archives === true
    ? values.instances.split(',').map((count) => times(contender, Number(count)))
    : [contender],
)
const bed = await openBed({ profile: values.profile })
const measured: Measured[] = []
try {
  for (const kind of values.kinds.split(',') as Kind[])
    for (const contender of chosen) measured.push(await measure(contender, kind))
} finally {
  await bed.close()
}
tell(measured)

function times(contender: Contender, instances: number): Contender {
  return instances === 1
    ? contender
    : {
        ...contender,
        name: `${contender.name}, ${instances} of each`,
        services: Array.from({ length: instances }, () => contender.services).flat(),
      }
}

async function measure(contender: Contender, kind: Kind): Promise<Measured> {
  const claims = Math.round(contender.expected[kind] * Number(values.seconds))
  const warmUp = Math.round(claims * WARM_UP)
  const drawn = [...pipelineClaims(kind, claims + warmUp, Number(values.seed))]
  const result = { contender: contender.name, kind, claims, ...(await throughput(bed, contender, drawn, warmUp)) }
  console.error(JSON.stringify(result))
  return result
}

function tell(results: Measured[]): void {
  console.log(
    `seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; archive on, one trace of a hundred`,
  )
  console.log('| claims | contender | claims/s | × stock Nest | CPU, µs a claim |\n|---|---|--:|--:|---|')
  for (const { contender, kind, perSecond, cpu } of results) {
    const stock = results.find((each) => each.kind === kind && each.contender === 'stock Nest')?.perSecond
    const times = stock === undefined ? '' : (perSecond / stock).toFixed(1)
    console.log(
      `| ${kind} | ${contender} | ${perSecond} | ${times} | ${Object.entries(cpu)
        .map(([name, microseconds]) => `${name} ${microseconds}`)
        .join(', ')} |`,
    )
  }
  console.log(JSON.stringify(results))
}
