import { FIRST_EPOCH } from '../live/log-epochs.js'

/**
 * Where an event was quarantined: its origin and the stage that quarantined it. Written `topic/partition/offset/stage`;
 * with `@EPOCH` behind the topic where that is not the first log, and `~TIMESTAMP` behind the offset where the log was
 * cut off and another event stood there before.
 */
export interface QuarantinedName {
  epoch: number
  topic: string
  partition: number
  /** Decimal. */
  offset: string
  /** Milliseconds since the epoch, decimal; undefined means the first that was quarantined there. */
  timestamp?: string | undefined
  stage: string
}

/** As it is written. */
export function quarantinedName({ timestamp, stage, ...place }: QuarantinedName): string {
  return `${placeName(place)}${timestamp === undefined ? '' : `~${timestamp}`}/${stage}`
}

/** A position, and which log it counts in where that is not the first: `topic@EPOCH/partition/offset`. */
export function placeName({ epoch, topic, partition, offset }: Omit<QuarantinedName, 'timestamp' | 'stage'>): string {
  return `${epoch === FIRST_EPOCH ? topic : `${topic}@${epoch}`}/${partition}/${offset}`
}

const NAME = /^([\w.-]{1,249})(?:@([1-9]\d{0,8}))?\/(\d{1,9})\/(\d{1,18})(?:~(-?\d{1,18}))?\/(.{1,256})$/s

/** Undefined where the text is no such name. */
export function readQuarantinedName(text: string): QuarantinedName | undefined {
  const [, topic, epoch, partition, offset, timestamp, stage] = NAME.exec(text) ?? []
  if (topic === undefined || offset === undefined || stage === undefined) return undefined
  return { epoch: Number(epoch ?? FIRST_EPOCH), topic, partition: Number(partition), offset, timestamp, stage }
}
