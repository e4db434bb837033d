import { TOPICS } from './topics.js'
import type { Topic } from './topics.js'

/**
 * The pipeline, told once: its processes, its stages, and what each stage reads and writes. The supervisor starts it,
 * each process finds its port and consumer group, `reconcile` walks it, and the fault suite and the benches run it from
 * here. Its part of asyncapi.yaml and the rights in deploy/kafka/acls.json are generated from it.
 */

/** How the pipeline runs: each stage a process of its own, or the whole audit within `findings`. */
export const MODES = ['chained', 'fused'] as const
export type Mode = (typeof MODES)[number]

/** A consumer of the pipeline. Its name is its consumer group, and appears in what it quarantines. */
interface Stage {
  service: ServiceName
  modes: readonly Mode[]
  reads: readonly Topic[]
  writes: readonly Topic[]
  /** What it reads ranges of, beside what it consumes. */
  looksUp?: readonly Topic[]
  /** One sentence, for AsyncAPI. */
  about: string
  /** Only where documents come apart from claims (DOCUMENTS_APART). */
  apart?: true
}

/**
 * The port is where a process listens unless PORT says otherwise; in the order in which they start, downstream first.
 */
export const SERVICES = {
  api: { port: 3000 },
  replay: { port: 3015 },
  archive: { port: 3014 },
  findings: { port: 3013 },
  drg: { port: 3012 },
  'code-validation': { port: 3011 },
  composer: { port: 3017 },
  folder: { port: 3016 },
  intake: { port: 3001 },
} as const
export type ServiceName = keyof typeof SERVICES

const ANSWERS = [TOPICS.screened, TOPICS.corrections]
const RECORDED = [...ANSWERS, TOPICS.quarantined]

export const STAGES = {
  composer: {
    service: 'composer',
    modes: MODES,
    reads: [TOPICS.received, TOPICS.documents],
    writes: [TOPICS.submitted, TOPICS.quarantined],
    apart: true,
    about:
      'Documents that come apart are joined to their claim; each further set of documents is a new revision of it.',
  },
  archive: {
    service: 'archive',
    modes: MODES,
    reads: [TOPICS.submitted],
    writes: [TOPICS.quarantined],
    looksUp: ANSWERS,
    about: 'The raw event is kept for reading and replay.',
  },
  'code-validation': {
    service: 'code-validation',
    modes: ['chained'],
    reads: [TOPICS.submitted],
    writes: [TOPICS.validated, TOPICS.quarantined],
    about: 'Codes and documentation are audited.',
  },
  drg: {
    service: 'drg',
    modes: ['chained'],
    reads: [TOPICS.validated],
    writes: [TOPICS.audited, TOPICS.quarantined],
    about: 'The claim is grouped as submitted and as proposed.',
  },
  findings: {
    service: 'findings',
    modes: ['chained'],
    reads: [TOPICS.audited, TOPICS.quarantined],
    writes: RECORDED,
    looksUp: ANSWERS,
    about: 'Every origin gets its outcome; its outbox publishes answers in the order of each claim’s sequence.',
  },
  fused: {
    service: 'findings',
    modes: ['fused'],
    reads: [TOPICS.submitted, TOPICS.quarantined],
    writes: RECORDED,
    looksUp: ANSWERS,
    about: 'For a small site, the whole audit in one process, in place of code-validation and drg.',
  },
} as const satisfies Record<string, Stage>
export type StageName = keyof typeof STAGES

const ALL = Object.keys(STAGES) as StageName[]
const isStage = (name: StageName): Stage => STAGES[name]

/** The stages that read a topic, in any mode. */
export const readersOf = (topic: Topic): StageName[] => ALL.filter((name) => isStage(name).reads.includes(topic))

/** The stages that begin a claim's audit, one for each mode. The archive reads claims too, and decides nothing. */
export const FIRST_STAGES: readonly StageName[] = readersOf(TOPICS.submitted).filter((name) => name !== 'archive')

/** The topics that one stage of an audit hands to the next, in the order of the flow. */
const HANDED_ON = ALL.flatMap((name): readonly Topic[] => isStage(name).writes).filter(
  (topic) => topic !== TOPICS.submitted && topic !== TOPICS.quarantined,
)

/** The stages behind the first, with the topics that only stages write, in the order of the flow. */
export const LATER_STAGES: readonly { group: StageName; topic: Topic }[] = [...new Set(HANDED_ON)].flatMap((topic) =>
  readersOf(topic).map((group) => ({ group, topic })),
)

/** The stage that a service is in a mode, if it is one. */
const stageOf = (service: ServiceName, mode: Mode): StageName | undefined =>
  ALL.find((name) => STAGES[name].service === service && isStage(name).modes.includes(mode))

/**
 * The services that are a stage in a mode, in the order in which they start; the composer where documents come apart.
 */
export const stageServicesOf = (mode: Mode, o: { documentsApart?: boolean } = {}): ServiceName[] =>
  servicesOf(mode, o).filter((service) => stageOf(service, mode) !== undefined)

/** The processes that a mode needs, in the order in which they start. */
export const servicesOf = (mode: Mode, { documentsApart = false }: { documentsApart?: boolean } = {}): ServiceName[] =>
  (Object.keys(SERVICES) as ServiceName[]).filter((service) => {
    const isOfAnyMode = !ALL.some((name) => STAGES[name].service === service)
    const stage = stageOf(service, mode)
    return isOfAnyMode || (stage !== undefined && (documentsApart || isStage(stage).apart !== true))
  })
