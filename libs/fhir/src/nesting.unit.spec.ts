import { describe, expect, it } from '@jest/globals'
import { readFhir, readFhirDocuments } from './fhir.js'

const claim = (field: string, held: unknown) => ({
  resourceType: 'Claim',
  status: 'active',
  type: { coding: [{ code: 'institutional' }] },
  diagnosis: [
    { diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M43.02' }] } },
  ],
  [field]: held,
})

describe('what nests without end', () => {
  const deep = (from: string, to: string): unknown =>
    JSON.parse(`${from.repeat(100_000)}1${to.repeat(100_000)}`) as unknown
  const [lists, objects] = [deep('[', ']'), deep('{"a":', '}')]

  it.each(['supportingInfo', 'related', 'type', 'diagnosis', 'item', 'contained', 'careTeam', 'patient'])(
    'is read or refused, and ends no reader: %s of a claim',
    (field) => {
      for (const held of [lists, objects]) expect(() => readFhir(claim(field, held))).not.toThrow()
    },
  )

  it.each(['content', 'context', 'status', 'section', 'type', 'subject', 'relatesTo', 'identifier', 'author'])(
    'is read or refused, and ends no reader: %s of a document',
    (field) => {
      for (const resourceType of ['DocumentReference', 'Composition'])
        for (const held of [lists, objects])
          expect(() =>
            readFhirDocuments({ resourceType, id: 'd', status: 'current', [field]: held } as never),
          ).not.toThrow()
    },
  )
})
