import { beforeAll, expect, it } from '@jest/globals'
import { normalizeClaim } from '@claims-audit/claim'
import type { ClinicalDocument, SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import fc from 'fast-check'
import { auditClaim } from './audit.js'
import type { Knowledge } from './audit.js'

/**
 * Synthetic charts that document what they are billed with, put together from our own sentences: nothing is to be found
 * in them.
 */
const SITES = [
  {
    codes: ['M43.02', 'M54.12'],
    at: 'C6',
    segment: 'C5-C6',
    region: 'cervical',
    spine: 'cervical spine',
    root: 'C6',
    fusion: '0RG10A0',
    how: 'Anterior cervical discectomy and fusion',
  },
  {
    codes: ['M43.02', 'M54.12'],
    at: 'C5',
    segment: 'C5-C6',
    region: 'cervical',
    spine: 'C-spine',
    root: 'C6',
    fusion: '0RG10A0',
    how: 'ACDF',
  },
  {
    codes: ['M43.06', 'M54.16'],
    at: 'L4',
    segment: 'L4-L5',
    region: 'lumbar',
    spine: 'lumbar spine',
    root: 'L4',
    fusion: '0SG00A0',
    how: 'Anterior lumbar interbody fusion',
  },
  {
    codes: ['M43.06', 'M54.16'],
    at: 'L3',
    segment: 'L3-L4',
    region: 'lumbar',
    spine: 'L-spine',
    root: 'L3',
    fusion: '0SG00A0',
    how: 'ALIF',
  },
] as const
type Site = (typeof SITES)[number]

const DIAGNOSES = [
  ({ at }: Site) => `Acquired spondylolysis of ${at}.`,
  ({ region, at }: Site) => `Assessment: ${region} spondylolysis at ${at}, acquired.`,
  ({ region, at }: Site) => `Impression: isthmic ${region} spondylolysis, ${at}.`,
  ({ at }: Site) => `Imp: bilateral pars defects at ${at}, acquired, symptomatic.`,
  ({ region, at }: Site) =>
    `1. ${region[0]?.toUpperCase()}${region.slice(1)} spondylolysis, ${at}, from repetitive hyperextension. 2. Axial pain.`,
  ({ at }: Site) => `The patient has acquired spondylolysis at ${at}, without doubt the source of the pain.`,
]
const IMAGES = [
  ({ spine, at }: Site) => `CT ${spine}: corticated lucency through both pars at ${at}. No slip.`,
  ({ spine, at }: Site) =>
    `CT of the ${spine} without contrast. Pars interarticularis defects at ${at} with sclerotic margins. No anterolisthesis. Vertebral heights are kept.`,
  ({ spine, at }: Site) =>
    `MRI ${spine}. Marrow edema in the left pars at ${at} with a cleft. No cord signal change. No stenosis.`,
  ({ spine, at }: Site) =>
    `EXAM: CT ${spine}\nFINDINGS: Bilateral pars defects at ${at}, no change in alignment since the prior study. Spondylolisthesis is absent.\nIMPRESSION: Spondylolysis of ${at}.`,
  ({ spine, at }: Site) =>
    `CT ${spine}. Fracture line through the right pars at ${at}, old. Neither slip nor instability.`,
]
const COMPLAINTS = [
  ({ region }: Site) => `${region === 'cervical' ? 'Neck' : 'Low back'} pain for eight months, worse with extension.`,
  () => 'Here for follow-up. Pain is 4/10, better in the morning.',
  () => 'Works as a roofer. Pain began after a season of overhead work.',
  () => 'CC: spine pain. HPI: gradual onset, no injury, sleeps poorly.',
]
const DENIALS = [
  'Denies weakness, numbness, tingling, or loss of bladder or bowel control.',
  'No radiculopathy or myelopathy.',
  'ROS: negative for weakness, numbness, incontinence. Otherwise unremarkable.',
  'Neuro: strength 5/5 throughout, sensation intact, reflexes symmetric.',
  'Neither radicular pain nor myelopathy.',
  'Weakness: none. Numbness: none. Gait normal.',
  'Radiculopathy is absent. Sensory deficits were not found.',
]
const HISTORIES = [
  'Family history: mother with lumbar stenosis, brother had spondylolisthesis.',
  'PMH: appendectomy, migraine.',
  'Past medical history: ankle fracture as a child.',
  'Father had a stroke with weakness of the left side.',
  '',
]
const CARE = [
  'Wore a collar for six weeks without relief.',
  'Completed physical therapy, twelve visits.',
  'Failed naproxen and a home exercise program.',
  'Ibuprofen 600 mg tid gave little relief.',
  'PT x 8 weeks, tried and failed.',
]
const PLANS = [
  'Plan: continue present care, see in six weeks.',
  'Return if weakness, numbness or incontinence develops.',
  'Call for new numbness, weakness or trouble with the bladder.',
  'Risks including infection, durotomy and paralysis were discussed.',
  'F/u prn.',
  'Discussed warning signs of myelopathy.',
]
const NURSING = [
  'Ambulating in the hall. Pain 3/10. No numbness or tingling voiced.',
  'Vital signs stable, SpO2 97 % on room air. Skin intact.',
  'Slept well. Incision clean, dry, no wound infection.',
  '',
]
const RADICULAR = [
  ({ root }: Site) => `Left ${root} radiculopathy with numbness along the arm or leg.`,
  ({ root }: Site) => `${root} radiculopathy, unchanged.`,
]

const chart = fc.record({
  site: fc.constantFrom(...SITES),
  diagnosis: fc.constantFrom(...DIAGNOSES),
  image: fc.constantFrom(...IMAGES),
  complaint: fc.constantFrom(...COMPLAINTS),
  denial: fc.constantFrom(...DENIALS),
  history: fc.constantFrom(...HISTORIES),
  care: fc.constantFrom(...CARE),
  plan: fc.constantFrom(...PLANS),
  nursing: fc.constantFrom(...NURSING),
  radicular: fc.option(fc.constantFrom(...RADICULAR), { nil: undefined, freq: 3 }),
  operated: fc.boolean(),
  claimType: fc.constantFrom(
    'institutional-inpatient' as const,
    'institutional-inpatient' as const,
    'institutional-outpatient' as const,
  ),
})
type Chart = typeof chart extends fc.Arbitrary<infer T> ? T : never

function claimOf({
  site,
  diagnosis,
  image,
  complaint,
  denial,
  history,
  care,
  plan,
  nursing,
  radicular,
  operated,
  claimType,
}: Chart): SubmittedClaim {
  const isOperated = operated && claimType === 'institutional-inpatient'
  const signs = radicular === undefined ? denial : radicular(site)
  const documents: Omit<ClinicalDocument, 'id'>[] = [
    {
      type: 'history-and-physical',
      text: [complaint(site), signs, history, care].filter((part) => part !== '').join('\n'),
    },
    { type: 'radiology-report', text: image(site) },
    { type: 'progress-note', text: [diagnosis(site), care, plan].join('\n') },
    ...(nursing === '' ? [] : [{ type: 'nursing-note' as const, text: nursing }]),
    ...(isOperated
      ? [
          {
            type: 'operative-note' as const,
            text: `${site.how} at ${site.segment}. An interbody cage was placed. No durotomy. Blood loss 80 mL.`,
          },
        ]
      : []),
  ]
  return {
    claimId: 'clean',
    claimType,
    patient: { ageInYears: 41, sex: 'M' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: (radicular === undefined ? [site.codes[0]] : site.codes).map((code, at) => ({
      role: at === 0 ? ('principal' as const) : ('secondary' as const),
      code,
      poa: 'Y',
    })),
    procedures: isOperated ? [{ code: site.fusion }] : [],
    documents: documents.map((document, at) => ({ id: `D${at + 1}`, ...document })),
  }
}

let knowledge: Knowledge
beforeAll(() => {
  knowledge = openKnowledge()
})

it('two hundred clean charts raise nothing', () => {
  fc.assert(
    fc.property(chart, (drawn) => {
      const claim = claimOf(drawn)
      const result = auditClaim(normalizeClaim(claim), knowledge)
      const raised =
        'rejected' in result
          ? [result.rejected.code]
          : result.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)
      expect({ raised, notes: raised.length === 0 ? [] : claim.documents?.map(({ text }) => text) }).toEqual({
        raised: [],
        notes: [],
      })
    }),
    { numRuns: 200, seed: 20261123 },
  )
})
