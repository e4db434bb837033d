import { describe, expect, it } from '@jest/globals'
import { lintQuery, moneyIn } from './lint-query.js'

const question = 'The record describes changes of sensation. Please clarify the associated diagnosis, if any.'
const options = ['Radiculopathy', 'Another diagnosis (please specify)', 'Other', 'Unable to determine']

describe('a provider query', () => {
  it('passes with open words, clinical options, other and unable to determine', () => {
    expect(lintQuery({ question, options })).toEqual([])
  })

  it.each([
    ['Please clarify the diagnosis, since an MCC would change the DRG.', /\/question: "MCC" speaks of payment/],
    ['Please clarify the diagnosis so that the hospital is reimbursed.', /"reimbursed" speaks of payment/],
    ['A low birth weight has a weight. Please clarify the diagnosis.', /^\/question: "weight" speaks of payment/],
    ['The relative weight depends on it. Please clarify the diagnosis.', /"weight" speaks of payment/],
    ['It raises the severity of illness. Please clarify the diagnosis.', /"severity of illness" speaks/],
    ['Please add myelopathy to the record.', /"Please add" leads/],
    ['Would you agree that the patient has myelopathy?', /leads to an answer/],
    ['The patient clearly has myelopathy. Please clarify.', /"clearly" leads/],
    ['Myelopathy should be documented. Please clarify.', /leads to an answer/],
    ['Does the patient have radiculopathy?', /yes or no would answer it/],
  ])('fails for %j', (asked, problem) => {
    expect(lintQuery({ question: asked, options }).join('\n')).toMatch(problem)
  })

  it.each([
    [['Radiculopathy', 'Myelopathy', 'Unable to determine'], /none is "Other"/],
    [['Radiculopathy', 'Myelopathy', 'Other'], /none is "Unable to determine"/],
    [['Radiculopathy', 'Other', 'Unable to determine'], /a single clinical option leads/],
    [['Other', 'Unable to determine'], /none is clinical/],
    [['Radiculopathy', 'radiculopathy', 'Other', 'Unable to determine'], /one stands twice/],
    [
      ['Radiculopathy (document level', 'side and cause)', 'Other', 'Unable to determine'],
      /options\/0: unbalanced.*options\/1: it begins/s,
    ],
    [['radiculopathy', 'Myelopathy', 'Other', 'Unable to determine'], /lower-case letter/],
    [['The level as documented', 'Myelopathy', 'Other', 'Unable to determine'], /"as documented" is no answer/],
    [['Radiculopathy (a CC)', 'Myelopathy', 'Other', 'Unable to determine'], /\/options\/0: "CC" speaks of payment/],
  ])('fails for the options %j', (offered, problem) => {
    expect(lintQuery({ question, options: offered }).join('\n')).toMatch(problem)
  })

  it('reads an option that is offered on a condition like any other', () => {
    const offered = [{ text: 'myelopathy', when: { billed: ['M47.-'] } }, ...options]
    expect(lintQuery({ question, options: offered }).join()).toMatch(/options\/0: it begins with a lower-case/)
  })

  it.each([
    ['It is an MCC.', 'MCC'],
    ['The stay is paid by another DRG.', 'paid'],
    ['A documented cause decides the code.', undefined],
  ])('has beside it the reason %j', (why, money) => {
    expect(moneyIn(why)).toBe(money)
  })
})
