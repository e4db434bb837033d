import { describe, expect, it } from '@jest/globals'
import { ProgressWatch } from './progress.js'

const SILENCE = 30_000

describe('ProgressWatch', () => {
  const joined = (): ProgressWatch => {
    const watch = new ProgressWatch(0)
    watch.joined({ t: [0, 1] }, 0)
    return watch
  }

  it('is healthy while offsets are committed', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20', 0)
    watch.settled('t', 0, '14')
    watch.committed('t', 0, '15', 60_000)
    expect(watch.progress()).toEqual({
      assigned: [
        { topic: 't', partition: 0 },
        { topic: 't', partition: 1 },
      ],
      lag: 5,
      lastProgressAt: 60_000,
    })
    expect(watch.check(80_000, SILENCE)).toEqual({ healthy: true, reason: 'lag 5' })
  })

  it('is unhealthy with what is settled and cannot be committed, though it goes on fetching', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20', 0)
    watch.settled('t', 0, '19')
    watch.polled(31_000, true)
    expect(watch.check(31_000, SILENCE)).toEqual({ healthy: false, reason: 'lag 10 and nothing committed for 31 s' })
  })

  it('is unhealthy where it joins again and again and commits nothing', () => {
    const watch = joined()
    for (const now of [10_000, 20_000, 30_000]) {
      watch.fetched('t', 0, '10', '20', 0)
      watch.settled('t', 0, '14')
      watch.polled(now, false)
      watch.joined({ t: [0, 1] }, now)
    }
    watch.fetched('t', 0, '10', '20', 0)
    expect(watch.check(31_000, SILENCE)).toEqual({ healthy: false, reason: 'lag 10 and nothing committed for 31 s' })
  })

  it('is healthy when it fetches and finds nothing, and unhealthy when it stops fetching', () => {
    const watch = joined()
    watch.polled(60_000, true)
    expect(watch.check(80_000, SILENCE).healthy).toBe(true)
    expect(watch.check(95_000, SILENCE)).toEqual({ healthy: false, reason: 'no fetch for 35 s' })
  })

  it('takes the marks of a transaction at the end of a partition for no lag', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20', 0)
    watch.settled('t', 0, '18')
    watch.committed('t', 0, '19', 0)
    watch.polled(60_000, true)
    expect(watch.check(60_000, SILENCE)).toEqual({ healthy: true, reason: 'lag 0' })
  })

  it('is alive and not ready while it waits for what will pass, and neither once its attempts end', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20', 0)
    watch.waiting('t', 0, 'QueryFailedError 28P01', 60_000)
    expect(watch.check(80_000, SILENCE)).toEqual({ healthy: true, reason: 'waiting (QueryFailedError 28P01)' })
    expect(watch.readiness()).toEqual({ healthy: false, reason: 'waiting (QueryFailedError 28P01)' })
    expect(watch.check(90_000, SILENCE).healthy).toBe(false)
    watch.waiting('t', 0, undefined, 90_000)
    expect(watch.readiness()).toEqual({ healthy: true, reason: 'ready' })
  })

  it('is ready as a member of its group, with partitions or without', () => {
    const watch = new ProgressWatch(0)
    expect(watch.readiness()).toEqual({ healthy: false, reason: 'not a member of the group yet' })
    watch.joined({}, 0)
    expect(watch.readiness().healthy).toBe(true)
  })

  it('forgets the lag of partitions that went to another member', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20', 0)
    watch.joined({ t: [1] }, 1_000)
    expect(watch.progress()).toMatchObject({ assigned: [{ topic: 't', partition: 1 }], lag: 0 })
  })

  it('is unhealthy after a crash', () => {
    const watch = joined()
    watch.crashed('KafkaJSNonRetriableError')
    expect(watch.check(1, SILENCE)).toEqual({
      healthy: false,
      reason: 'the consumer crashed (KafkaJSNonRetriableError)',
    })
  })
})
