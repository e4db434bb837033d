import { describe, expect, it } from '@jest/globals'
import { ProgressWatch } from './progress.js'

const SILENCE = 30_000

describe('ProgressWatch', () => {
  const joined = (): ProgressWatch => {
    const watch = new ProgressWatch(0)
    watch.joined({ t: [0, 1] }, 0)
    return watch
  }

  it('is healthy while messages are settled', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20')
    watch.settled('t', 0, '14', 60_000)
    expect(watch.progress()).toEqual({
      assigned: [{ topic: 't', partition: 0 }, { topic: 't', partition: 1 }],
      lag: 5,
      lastProgressAt: 60_000,
    })
    expect(watch.check(80_000, SILENCE)).toEqual({ healthy: true, reason: 'lag 5' })
  })

  it('is unhealthy with lag and no progress, though it goes on fetching', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20')
    watch.polled(31_000)
    expect(watch.check(31_000, SILENCE)).toEqual({ healthy: false, reason: 'lag 10 and no progress for 31 s' })
  })

  it('is healthy when it fetches and finds nothing, and unhealthy when it stops fetching', () => {
    const watch = joined()
    watch.polled(60_000)
    expect(watch.check(80_000, SILENCE).healthy).toBe(true)
    expect(watch.check(95_000, SILENCE)).toEqual({ healthy: false, reason: 'no fetch for 35 s' })
  })

  it('forgets the lag of partitions that went to another member', () => {
    const watch = joined()
    watch.fetched('t', 0, '10', '20')
    watch.joined({ t: [1] }, 1_000)
    expect(watch.progress()).toMatchObject({ assigned: [{ topic: 't', partition: 1 }], lag: 0 })
  })

  it('is unhealthy after a crash', () => {
    const watch = joined()
    watch.crashed('KafkaJSNonRetriableError')
    expect(watch.check(1, SILENCE)).toEqual({ healthy: false, reason: 'the consumer crashed (KafkaJSNonRetriableError)' })
  })
})
