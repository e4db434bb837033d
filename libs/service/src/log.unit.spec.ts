import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { nestLines, openLog } from './log.js'

/** What must never be read in a log. */
const CANARY = 'Zoe Canary'

/** The lines that a log writes to standard output meanwhile. */
function written(write: () => void): Record<string, unknown>[] {
  const lines: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  try {
    write()
  } finally {
    spy.mockRestore()
  }
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

afterEach(() => {
  delete process.env['LOG_LEVEL']
})

describe('a log', () => {
  it('is JSON lines with the service and the level by name', () => {
    expect(written(() => openLog('drg').warn('slow'))).toMatchObject([{ level: 'warn', service: 'drg', msg: 'slow' }])
  })

  it.each([
    ['a claim', { claim: { patient: { name: CANARY }, documents: [{ text: CANARY }] } }],
    ['an event', { event: { value: CANARY, key: CANARY } }],
    ['a finding', { evidence: [{ text: CANARY }], indicators: [CANARY] }],
    ['a capture', { request: { body: CANARY, birthDate: CANARY } }],
  ])('cuts out what is protected of %s', (_, logged) => {
    const [line] = written(() => openLog('findings').error(logged, 'failed'))
    expect(JSON.stringify(line)).not.toContain(CANARY)
    expect(JSON.stringify(line)).toContain('[protected]')
  })

  it('leaves out what is below its level; Nest’s own information is detail', () => {
    process.env['LOG_LEVEL'] = 'info'
    expect(written(() => nestLines(openLog('api')).log('Mapped {/v1/runs}'))).toEqual([])
  })
})
