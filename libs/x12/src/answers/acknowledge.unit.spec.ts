import { describe, expect, it } from '@jest/globals'
import { changed, segments, transaction, written } from '../../../../test/x12/small-file.js'
import { ClaimReader, Surveyor, acknowledge, segmentError, toldRefusal } from '../x12.js'

const ISA = (wantsTa1: 0 | 1, number = '000000905'): string =>
  `ISA*00*          *00*          *ZZ*SENDER         *30*RECEIVER       *260105*1200*^*00501*${number}*${wantsTa1}*T*:~`
const ST = (number: string, guide = '005010X223A2', count = 3): string =>
  `ST*837*${number}*${guide}~BHT*0019*00*1*20260105*1200*CH~SE*${count}*${number}~`
const GS = (...transactions: string[]): string =>
  `GS*HC*SUB*REC*20260105*1200*7*X*005010X223A2~${transactions.join('')}GE*${transactions.length}*7~`

const STAMP = { at: new Date('2026-01-06T08:30:00Z'), controlNumber: 41 }
const answer = async (file: string): Promise<string[]> => {
  const surveyor = new Surveyor()
  surveyor.push(Buffer.from(file))
  const survey = surveyor.end()
  const reader = new ClaimReader(survey, { echoes: true })
  const errors = [...reader.push(Buffer.from(file)), ...reader.end()].flatMap((result) => {
    if (!('refused' in result)) return []
    const { at, refused } = toldRefusal(result)
    return segmentError(at, refused, result.echo?.accountNumber ?? '') ?? []
  })
  let text = ''
  for await (const piece of acknowledge(survey, STAMP, errors)) text += piece
  return text
    .trimEnd()
    .split('~\n')
    .map((segment) => segment.replace(/~$/, ''))
}
const only = async (file: string, id: string): Promise<string[]> =>
  (await answer(file)).filter((segment) => segment.startsWith(`${id}*`))

describe('an acknowledgment', () => {
  it('goes back to the sender, with a 999 for the group', async () => {
    expect(await answer(`${ISA(0)}${GS(ST('0001'))}IEA*1*000000905~`)).toEqual([
      'ISA*00*          *00*          *30*RECEIVER       *ZZ*SENDER         *260106*0830*^*00501*000000041*0*T*:',
      'GS*FA*REC*SUB*20260106*0830*1*X*005010X231A1',
      'ST*999*0001*005010X231A1',
      'AK1*HC*7*005010X223A2',
      'AK2*837*0001*005010X223A2',
      'IK5*A',
      'AK9*A*1*1*1',
      'SE*6*0001',
      'GE*1*1',
      'IEA*1*000000041',
    ])
  })

  it.each([
    ['accepted', ST('0001'), 'IK5*A', 'AK9*A*1*1*1'],
    ['accepted with a wrong count of segments', ST('0001', undefined, 9), 'IK5*E*4', 'AK9*E*1*1*1'],
    ['refused for its guide', ST('0001', '004010X096A1'), 'IK5*R*I6', 'AK9*R*1*1*0'],
    ['refused for its control number', ST('0001').replace('SE*3*0001', 'SE*3*0002'), 'IK5*R*3', 'AK9*R*1*1*0'],
    ['refused as unfinished', ST('0001').replace('SE*3*0001~', ''), 'IK5*R*2', 'AK9*R*1*1*0'],
    ['refused as another set', 'ST*835*0001~SE*2*0001~', 'IK5*R*1', 'AK9*R*1*1*0'],
  ])('says of a transaction that it is %s', async (_, transaction, ik5, ak9) => {
    const file = `${ISA(0)}${GS(transaction)}IEA*1*000000905~`
    expect([await only(file, 'IK5'), await only(file, 'AK9')]).toEqual([[ik5], [ak9]])
  })

  it('says that a group is accepted partly, and what is wrong with its trailer', async () => {
    const partly = `${ISA(0)}${GS(ST('0001'), ST('0002', '004010X096A1'))}IEA*1*000000905~`
    expect(await only(partly, 'AK9')).toEqual(['AK9*P*2*2*1'])
    const miscounted = `${ISA(0)}${GS(ST('0001')).replace('GE*1*7', 'GE*5*8')}IEA*1*000000905~`
    expect(await only(miscounted, 'AK9')).toEqual(['AK9*E*5*1*1*5*4'])
  })

  it('has a TA1 where it is asked for, or the interchange is at fault', async () => {
    expect(await only(`${ISA(0)}${GS(ST('0001'))}IEA*1*000000905~`, 'TA1')).toEqual([])
    expect(await only(`${ISA(1)}${GS(ST('0001'))}IEA*1*000000905~`, 'TA1')).toEqual(['TA1*000000905*260105*1200*A*000'])
    expect(await only(`${ISA(0)}${GS(ST('0001'))}IEA*1*000000906~`, 'TA1')).toEqual(['TA1*000000905*260105*1200*E*001'])
    expect(await only(`${ISA(0)}${GS(ST('0001'))}`, 'TA1')).toEqual(['TA1*000000905*260105*1200*E*023'])
  })

  it('answers each interchange of a file by a number of its own, and is itself read as X12', async () => {
    const file = `${ISA(0)}${GS(ST('0001'))}IEA*1*000000905~${ISA(1, '000000906')}${GS(ST('0001'))}IEA*1*000000906~`
    const [first, second] = await only(file, 'ISA')
    expect([first?.split('*')[13], second?.split('*')[13]]).toEqual(['000000041', '000000042'])
    const surveyor = new Surveyor()
    surveyor.push(Buffer.from((await answer(file)).map((segment) => `${segment}~`).join('')))
    const survey = surveyor.end()
    expect(survey).toMatchObject({ interchanges: 2, groups: 2, transactions: 2 })
    // Every transaction is another set, and nothing else is odd.
    expect(new ClaimReader(survey).report().notes).toEqual([])
  })

  it('gives back nothing that could end a segment', async () => {
    const file = `${ISA(0).replaceAll('*', '|').replace('~', '!')}GS|HC|S*U~B|REC|20260105|1200|7|X|005010X223A2!GE|0|7!IEA|1|000000905!`
    expect(await only(file, 'GS')).toEqual(['GS*FA*REC*SUB*20260106*0830*1*X*005010X231A1'])
  })

  it.each<[string, [RegExp | string, string], string[]]>([
    ['a code of ICD-9', ['ABJ:M542', 'BJ:7231'], ['IK3*HI*15*2300*8', 'CTX*CLM01:A-1', 'IK4*1:1*1270*I6']],
    ['a code that is missing', ['ABJ:M542', 'ABJ:'], ['IK3*HI*15*2300*8', 'CTX*CLM01:A-1', 'IK4*1:2*1271*1']],
    ['the date of a procedure', ['D8:20260105', 'D8:2026'], ['IK3*HI*17*2300*8', 'CTX*CLM01:A-1', 'IK4*1:4*1251*8']],
    ['a date', ['20260104-20260109', '20260104-'], ['IK3*DTP*11**8', 'CTX*CLM01:A-1', 'IK4*3*1251*8']],
    ['an amount', ['CLM*A-1*21500', 'CLM*A-1*1E4'], ['IK3*CLM*10*2300*8', 'CTX*CLM01:A-1', 'IK4*2*782*6']],
    ['a claim without a number', ['CLM*A-1', 'CLM*'], ['IK3*CLM*10*2300*8', 'IK4*1*1028*1']],
    ['no diagnosis', [/^HI.*/, 'K3*NONE'], ['IK3*HI*10*2300*3', 'CTX*CLM01:A-1']],
    ['a damaged segment', ['LX*1', 'SECRET*1'], ['IK3*ZZZ*18**1', 'CTX*CLM01:A-1']],
    ['late charges', ['11:A:1', '11:A:5'], ['IK3*CLM*10*2300*8', 'CTX*CLM01:A-1', 'IK4*5:3*1325*I6']],
  ])('names the segment and the element for which a claim is refused: %s', async (_, word, errors) => {
    const told = await answer(changed(word).toString('latin1'))
    expect(told.filter((segment) => /^(IK[34]|CTX)/.test(segment))).toEqual(errors)
    expect(told).toEqual(expect.arrayContaining(['IK5*E*5', 'AK9*E*1*1*1', `SE*${6 + errors.length}*0001`]))
    expect(told.join()).not.toContain('SECRET')
  })

  it('names them under the transaction in which they are', async () => {
    const wrong = transaction(undefined, '0002').map((segment) => segment.replace('ABJ:', 'BJ:'))
    const file = written(segments({ transactions: [transaction(), wrong, transaction(undefined, '0003')] }))
    const told = await answer(file.toString('latin1'))
    expect(told.filter((segment) => /^(AK[29]|IK)/.test(segment))).toEqual([
      ...['AK2*837*0001*005010X223A3', 'IK5*A', 'AK2*837*0002*005010X223A3', 'IK3*HI*15*2300*8', 'IK4*1:1*1270*I6'],
      ...['IK5*E*5', 'AK2*837*0003*005010X223A3', 'IK5*A', 'AK9*E*3*3*3'],
    ])
  })
})
