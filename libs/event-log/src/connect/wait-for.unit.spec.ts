import { describe, expect, it } from '@jest/globals'
import { waitFor } from './wait-for.js'

describe('waitFor', () => {
  it('waits at a start for what refuses, and names the code', async () => {
    const lines: string[] = []
    let attempts = 0
    const opened = await waitFor(
      'Postgres',
      async () => {
        attempts += 1
        if (attempts === 1)
          throw Object.assign(new Error('password authentication failed for user "x"'), {
            name: 'error',
            code: '28P01',
          })
        return attempts
      },
      { log: (_, line) => void lines.push(line) },
    )
    expect([opened, lines]).toEqual([2, ['waiting for Postgres (error 28P01)']])
  })

  it('rejects with what will not pass', async () => {
    await expect(
      waitFor('Postgres', () => Promise.reject(new TypeError('Invalid URL')), { log: () => undefined }),
    ).rejects.toThrow(TypeError)
  })
})
