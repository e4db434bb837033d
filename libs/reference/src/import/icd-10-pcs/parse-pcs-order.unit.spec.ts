import { describe, expect, it } from '@jest/globals'
import { parsePcsOrder } from './parse-pcs-order.js'

/** A line in the official layout; the procedures are made up. */
function line(order: number, code: string, flag: 0 | 1, short: string, long: string): string {
  return `${`${order}`.padStart(5, '0')} ${code.padEnd(7)} ${flag} ${short.padEnd(60)} ${long}`
}

const HEADER = line(1, 'XZ1', 0, 'Clockwork, Winding', 'Clockwork, Winding')
const OPEN = line(
  2,
  'XZ10070',
  1,
  'Wind Mainspring w Autol Key, Open Approach',
  'Winding of Mainspring with Autologous Key, Open Approach',
)
const EXTERNAL = line(3, 'XZ1XX7Z', 1, 'Wind Mainspring, Extern', 'Winding of Mainspring, External Approach')

describe('parsePcsOrder', () => {
  it('reads valid codes with their long titles, and no headers', () => {
    expect(parsePcsOrder('order.txt', [HEADER, OPEN, EXTERNAL, ''].join('\r\n'))).toEqual([
      { code: 'XZ10070', title: 'Winding of Mainspring with Autologous Key, Open Approach' },
      { code: 'XZ1XX7Z', title: 'Winding of Mainspring, External Approach' },
    ])
  })

  it('refuses lines of another form, with file and line', () => {
    for (const other of [
      OPEN.slice(6),
      OPEN.replace(' 1 ', ' 2 '),
      OPEN.slice(0, 60),
      line(3, 'XZ1', 1, 'a', 'b'),
      line(3, 'XZ10070', 0, 'a', 'b'),
      line(3, 'XZ1007O', 1, 'a', 'b'),
      line(3, 'XZ10071', 1, 'a', ''),
    ]) {
      expect(() => parsePcsOrder('order.txt', `${HEADER}\n${other}\n`)).toThrow(
        /^order\.txt:2: not a line that belongs here/,
      )
    }
  })

  it('refuses a code that is there twice, and a file without codes', () => {
    expect(() => parsePcsOrder('order.txt', [OPEN, HEADER, OPEN].join('\n'))).toThrow(
      'order.txt:3: XZ10070 is at order.txt:1 already',
    )
    expect(() => parsePcsOrder('order.txt', `${HEADER}\n`)).toThrow('order.txt: no valid code in it')
  })
})
