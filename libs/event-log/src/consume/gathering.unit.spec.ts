import { describe, expect, it } from '@jest/globals'
import { received, type Outgoing, type Received } from '../event/event.js'
import { Gathering } from './gathering.js'

const message = (partition: number, offset: number, topic = 't'): Received =>
  received(topic, partition, {
    key: null,
    value: null,
    attributes: 0,
    timestamp: '0',
    offset: String(offset),
    headers: {},
  })
const named = (messages: readonly Received[]): string[] =>
  messages.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`)
const own = () => new AbortController().signal

function gathering(handle: (messages: Received[], signal: AbortSignal) => Promise<Outgoing[]>) {
  const [handled, sent]: [string[][], Outgoing[][]] = [[], []]
  const gathered = new Gathering({
    handle: (messages, signal) => {
      handled.push(named(messages))
      return handle(messages, signal)
    },
    send: async (events) => void sent.push([...events]),
  })
  return { gathered, handled, sent }
}
const answers = async (messages: Received[]): Promise<Outgoing[]> =>
  messages.map(({ offset }) => ({ topic: 'out', key: null, type: 'x', id: offset, value: null }))

describe('what one fetch brought of several partitions', () => {
  it('is handled together, topic by topic, each partition in its order, and sent together', async () => {
    const { gathered, handled, sent } = gathering(answers)
    const passed = await Promise.all([
      gathered.pass([message(0, 1), message(0, 2)], own()),
      gathered.pass([message(1, 1, 'u')], own()),
      gathered.pass([message(3, 7)], own()),
      gathered.pass([message(2, 4, 'u')], own()),
    ])
    expect(passed).toEqual([true, true, true, true])
    expect(handled).toEqual([
      ['t/0/1', 't/0/2', 't/3/7'],
      ['u/1/1', 'u/2/4'],
    ])
    expect(sent.map((events) => events.map(({ id }) => id))).toEqual([
      ['1', '2', '7'],
      ['1', '4'],
    ])
  })

  it('is left to itself where it is of one partition only', async () => {
    const { gathered, handled } = gathering(answers)
    expect(await gathered.pass([message(0, 1)], own())).toBe(false)
    expect(handled).toEqual([])
  })

  it('goes on each by itself where any of it fails', async () => {
    const { gathered, sent } = gathering(() => Promise.reject(new Error('poisoned')))
    expect(await Promise.all([gathered.pass([message(0, 1)], own()), gathered.pass([message(1, 1)], own())])).toEqual([
      false,
      false,
    ])
    expect(sent).toEqual([])
  })

  it('sends nothing once one of the partitions is another’s', async () => {
    const lost = new AbortController()
    const { gathered, sent } = gathering(async (messages, signal) => {
      lost.abort()
      expect(signal.aborted).toBe(true)
      return answers(messages)
    })
    expect(
      await Promise.all([gathered.pass([message(0, 1)], own()), gathered.pass([message(1, 1)], lost.signal)]),
    ).toEqual([false, false])
    expect(sent).toEqual([])
  })
})
