import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { ScreenedClaim, SubmittedClaim } from '@claims-audit/contracts'
import { framed } from '@claims-audit/notes'
import { freePort } from '@claims-audit/stack'
import { freshLog } from '../fresh-log.js'
import { brokers, startRunning, watchScreened } from './running.js'
import type { Running, Watch } from './running.js'

const APART = { DOCUMENTS_APART: 'true', COMPOSER_FIRST_MS: '3000', COMPOSER_QUIET_MS: '500', COMPOSER_POLL_MS: '100' }
const root = new URL('../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')

let running: Running
let mllpPort: number
let screened: Watch<ScreenedClaim>

beforeAll(async () => {
  mllpPort = await freePort()
  Object.assign(process.env, APART, { MLLP_PORT: String(mllpPort) })
  await freshLog(brokers)
  running = await startRunning(false)
  screened = await watchScreened()
}, 120_000)

afterAll(async () => {
  for (const name of [...Object.keys(APART), 'MLLP_PORT']) delete process.env[name]
  await screened.stop()
  await running.pipeline.stop()
}, 60_000)

const post = async (path: string, type: string, body: string): Promise<{ status: number; body: unknown }> => {
  const url = `http://127.0.0.1:${running.ports.intake}${path}`
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  return { status: answer.status, body: await answer.json() }
}
/** Sends a message over MLLP, cut in two, and gives the acknowledgment's segments. */
async function overMllp(message: string): Promise<string[]> {
  const socket = connect(mllpPort, '127.0.0.1')
  const bytes = framed(message.replaceAll('\n', '\r'))
  socket.write(bytes.subarray(0, 100))
  socket.end(bytes.subarray(100))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString().split('\r')
}
const HL7 = 'x-application/hl7-v2+er7'
const revision =
  (claimId: string, wanted: number) =>
  (event: ScreenedClaim | undefined): boolean =>
    event?.claimId === claimId && event.revision === wanted
const findingsOf = async (claimId: string): Promise<string[]> => {
  const { versions } = await running.claim('default', claimId)
  return (versions[0]?.findings ?? []).map(({ ruleId }) => ruleId)
}

describe('a claim as X12 whose notes come by HL7 v2', () => {
  it('is audited with the notes that came before it, and finds what rests on them', async () => {
    const notes = await post('/v1/documents', HL7, read('contracts/examples/documents.hl7'))
    expect(notes).toMatchObject({
      status: 202,
      body: {
        documents: [
          { at: { message: 1, id: 'TXA' }, id: expect.any(String) },
          { at: { message: 2, id: 'OBR' }, id: expect.any(String) },
          { passedOver: { code: 'numbers-only' } },
        ],
      },
    })
    expect((await post('/x12/837', 'application/edi-x12', read('contracts/examples/claims.837'))).status).toBe(202)
    await screened.until(revision('STAY-1', 0))
    const { versions } = await running.claim('default', 'STAY-1')
    const evidence = versions[0]?.findings.flatMap((finding) => finding.evidence ?? []) ?? []
    expect(evidence.map(({ documentId }) => documentId)).toContain('F-7^RIS/CT-CSPINE')
    expect(await findingsOf('STAY-1')).not.toContain('documentation.absent')
  })

  it('is audited again, as the next revision, when a note comes later, and once more when it is withdrawn', async () => {
    await screened.until(revision('STAY-2', 0))
    expect(await findingsOf('STAY-2')).toContain('documentation.absent')
    const late = read('contracts/examples/documents.hl7')
      .replaceAll('STAY-1', 'STAY-2')
      .replaceAll('MRN-101', 'MRN-102')
      .replaceAll('NOTE-1', 'LATE-1')
    const [note = ''] = late.split(/(?=MSH\|)/)
    expect((await overMllp(note))[1]).toBe('MSA|AA|MSG-1')
    await screened.until(revision('STAY-2', 1))
    expect(await findingsOf('STAY-2')).not.toContain('documentation.absent')
    // The same bytes again change nothing; a cancellation of the note does.
    expect((await post('/v1/documents', HL7, note)).status).toBe(202)
    const cancelled = note.replace('MDM^T02^MDM_T02', 'MDM^T11^MDM_T01').replace('20260105161500', '20260106101500')
    expect((await post('/v1/documents', HL7, cancelled)).status).toBe(202)
    await screened.until(revision('STAY-2', 2))
    expect(await findingsOf('STAY-2')).toContain('documentation.absent')
  })

  it('has a scribe’s capture, which is no provider’s word', async () => {
    const claim: SubmittedClaim = {
      claimId: 'SCRIBED',
      claimType: 'institutional-inpatient',
      patient: { ageInYears: 60, sex: 'F' },
      admissionDate: '2026-01-04',
      dischargeDate: '2026-01-09',
      diagnoses: [{ role: 'principal', code: 'M43.02', poa: 'Y' }],
    }
    const capture = {
      encounter: { accountNumber: 'SCRIBED' },
      captureId: 'S-1',
      signed: false,
      note: { text: 'Acquired cervical spondylolysis at C6.' },
    }
    expect((await post('/v1/captures', 'application/json', JSON.stringify(capture))).status).toBe(202)
    expect((await post('/v1/claims', 'application/json', JSON.stringify(claim))).status).toBe(202)
    await screened.until(revision('SCRIBED', 0))
    expect(await findingsOf('SCRIBED')).toContain('spondylolysis.provider-diagnosis-missing')
    expect((await post('/v1/captures', 'application/json', JSON.stringify({ ...capture, signed: true }))).status).toBe(
      202,
    )
    await screened.until(revision('SCRIBED', 1))
    expect(await findingsOf('SCRIBED')).not.toContain('spondylolysis.provider-diagnosis-missing')
  })

  it('has a fate for every offset that its doors wrote', async () => {
    const { code, out } = await running.cli('reconcile')
    const accounts = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { topic: string; high: string; fates?: Record<string, number> })
    const arrivals = accounts.filter(({ topic }) => topic !== 'claims.submitted')
    const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0)
    const written = sum(arrivals.map(({ high }) => Number(high)))
    const fates = arrivals.flatMap(({ fates = {} }) => Object.values(fates))
    expect([code, new Set(arrivals.map(({ topic }) => topic)).size, sum(fates)]).toEqual([0, 2, written])
    expect(sum(arrivals.map(({ fates }) => fates?.['repeat'] ?? 0))).toBeGreaterThan(0)
  })

  it('is refused by its places', async () => {
    expect((await overMllp('MSH|^~\\&|EHR||||||ADT^A01|C-9|P|2.5\rPID|1')).slice(1, 3)).toEqual([
      'MSA|AR|C-9',
      'ERR||MSH^1^9|200|E||||message-type ADT',
    ])
    expect(await post('/v1/documents', HL7, 'MSH|^~\\&|A||||||ADT^A01|1|P|2.5\r')).toMatchObject({
      status: 422,
      body: { documents: [{ at: { message: 1, segment: 1, field: 9 }, errors: [{ code: 'message-type' }] }] },
    })
    expect(await post('/v1/documents', 'application/json', '{"documents":[]}')).toMatchObject({ status: 422 })
    expect(await post('/v1/captures', 'application/json', '{"captureId":"S"}')).toMatchObject({ status: 422 })
  })
})
