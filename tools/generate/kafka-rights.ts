import { STAGES, TOPICS } from '@claims-audit/contracts'
import type { StageName, Topic } from '@claims-audit/contracts'

/** What a principal may do; deploy/kafka/acls.md says which ACLs that is. */
interface Rights {
  read?: Topic[]
  describe?: Topic[]
  write?: Topic[]
  groups?: string[]
  createsTopics?: true
  readsRanges?: true
}

const CLAIMS_IN: Topic[] = [TOPICS.submitted, TOPICS.received]
const ANSWERS: Topic[] = [TOPICS.screened, TOPICS.corrections]
const DOOR: Rights = { write: [...CLAIMS_IN, TOPICS.documents] }

/** Those that are no stage. */
const OTHERS: Record<string, Rights> = {
  intake: DOOR,
  folder: DOOR,
  api: { write: CLAIMS_IN },
  replay: { read: [TOPICS.submitted], readsRanges: true },
  operator: {
    read: Object.values(TOPICS),
    write: CLAIMS_IN,
    groups: Object.keys(STAGES),
    createsTopics: true,
    readsRanges: true,
  },
  upstream: { read: ANSWERS, write: DOOR.write ?? [], groups: ['upstream'] },
}

/** The rights of each service of the chained mode, of the operator and of an upstream system. */
export function kafkaRights(): Record<string, Rights> {
  const chained = (Object.keys(STAGES) as StageName[]).filter((name) => isChained(name))
  return { ...Object.fromEntries(chained.map((name) => [STAGES[name].service, rightsOf(name)])), ...OTHERS }
}

const isChained = (name: StageName): boolean => STAGES[name].modes.some((mode) => mode === 'chained')

function rightsOf(name: StageName): Rights {
  const {
    reads,
    writes,
    looksUp = [],
  }: { reads: readonly Topic[]; writes: readonly Topic[]; looksUp?: readonly Topic[] } = STAGES[name]
  return {
    read: [...reads, ...looksUp],
    // Where an origin lies: in which log, and whether it is still there.
    ...(!reads.includes(TOPICS.submitted) && { describe: [TOPICS.submitted] }),
    write: [...writes],
    groups: [name],
    ...(looksUp.length > 0 && { readsRanges: true }),
  }
}
