import { describe, expect, it } from '@jest/globals'
import type { Caller, Role } from '@claims-audit/access'
import { redacted } from './redacted.js'

const by = (role: Role): Caller => ({ person: 'p', name: 'p', tenant: 't', roles: [role], facilities: null })
const SHOWN = {
  items: [
    {
      message: 'M43.06 is billed, and the record places the defect in the cervical region ("defect of the C6 pars")',
      evidence: [{ documentId: 'D1', start: 4, end: 20, text: 'defect of the C6' }],
      wording: { indicators: ['"spondylolysis" (progress-note)'], question: 'Is the spondylolysis acquired?' },
      acts: [{ note: 'The note of 5 May says so', answer: 'Acquired', reason: null }],
    },
  ],
}

describe('what a caller sees of the record', () => {
  it('is nothing without the right to documents: no citation, note or answer; where it stands remains', () => {
    for (const role of ['compliance', 'read-only', 'service'] as const)
      expect(redacted(by(role), SHOWN)).toEqual({
        items: [
          {
            message: 'M43.06 is billed, and the record places the defect in the cervical region ("…")',
            evidence: [{ documentId: 'D1', start: 4, end: 20, text: '' }],
            wording: { indicators: [''], question: '' },
            acts: [{ note: '', answer: '', reason: null }],
          },
        ],
      })
  })

  it('is all of it with that right', () => {
    for (const role of ['auditor', 'lead', 'coder'] as const) expect(redacted(by(role), SHOWN)).toBe(SHOWN)
  })
})
