import { describe, expect, it } from '@jest/globals'
import { codeKey } from '../dictionary/code-key.js'
import { inRange, parseCodeReferences } from './code-references.js'

const named = (text: string, codes: string[]): string[] => {
  const ranges = parseCodeReferences(text)
  return codes.filter((code) => ranges.some((range) => inRange(range, code, codeKey(code))))
}

describe('parseCodeReferences', () => {
  it.each([
    ['spondylolisthesis (M43.1)', ['M431', 'M4312'], ['M4302', 'M432']],
    ['carrier of infectious disease (Z22.-)', ['Z22', 'Z220', 'Z22322'], ['Z23']],
    ['hemivertebra (Q76.3-Q76.4)', ['Q763', 'Q76411'], ['Q762', 'Q765']],
    ['fracture (S12.0-S12.6)', ['S12000A', 'S12691S'], ['S128XXA']],
    ['spondylosis (M47.0-, M47.1-)', ['M4712', 'M47019'], ['M4720']],
    ['certain infections (A00-B99)', ['A000', 'B999'], ['C000']],
    ['sequela (I69. with final characters -23)', ['I69023', 'I69923'], ['I69022', 'I693']],
    ['angiopathy (E08-E13 with .51-.52)', ['E1151', 'E0852'], ['E1159', 'E1121']],
    ['skin disorders in diabetes (E08-E13 with .62-)', ['E11620', 'E11628'], ['E1161', 'E11630']],
    ['disc disorder (M51.- with fifth character 4)', ['M5114'], ['M5116', 'M514']],
    ['open skull fracture (S02.- with 7th character B)', ['S020XXB'], ['S020XXA']],
    ['open fracture (S92.-with 7th character B)', ['S92001B'], ['S92001A']],
    ['tuberculosis, any type in A15 (J65)', ['J65'], ['A150']],
    ['hearing loss as classified in H90.-', ['H903'], ['H910']],
    [
      'classified in subcategories S06.1- to S06.6-, and S06.81- to S06.89-, code to',
      ['S063X0A', 'S06810A'],
      ['S060X0A', 'S06A0XA'],
    ],
    ['leukemia in remission C91.0-C95.9 with 5th character 1', ['C9101'], ['C9100']],
    ['torticollis NOS M43.6', ['M436'], ['M430']],
    [
      'adverse effect (T36-T50 with fifth or sixth character 5)',
      ['T360X5A', 'T3695XA'],
      ['T360X1A', 'T43651A', 'T510X5A'],
    ],
    ['poisoning, if applicable, (T36-T65 with fifth or sixth character 1-4)', ['T360X1A', 'T3694XD'], ['T360X5A']],
    ['poisoning (T36-T65 with fifth or sixth character 1-4 or 6)', ['T360X6A'], ['T360X5A']],
    ['open fracture of shoulder (S42.- with 7th character B or C)', ['S42001B', 'S42001C'], ['S42001A']],
    ['dementia in substance disorders (F10-F19, with .17, .27, .97)', ['F1017', 'F1927'], ['F1011']],
    [
      'diabetes with hyperosmolarity (E08, E09, E11, E13 with final characters .00 or .01)',
      ['E0800', 'E1101'],
      ['E1000', 'E1110'],
    ],
    ['hallucinations in drug psychosis (F11-F19 with fifth to sixth characters 51)', ['F11151'], ['F11150', 'F1115']],
    ['code from category O08 to identify any associated complication', ['O080'], ['O090']],
    ['from categories E08, E09 and E13 to further identify any manifestation', ['E0800', 'E139'], ['E119']],
    ['code(s) from F10 to identify manifestations of the alcohol use', ['F1020'], ['F1120']],
    ['cerebral hemorrhage (I60.-. I61.-, I62.-)', ['I609', 'I610', 'I629'], ['I630']],
    ['other acute respiratory tract infections (J00-J06; J20-J22)', ['J00', 'J22'], ['J180']],
    ['electrolyte imbalance (E87.8}', ['E878'], ['E875']],
    ['conditions of the newborn (QA0.0-, Q87.1-)', ['QA00109', 'Q8711'], ['QB00', 'Q872']],
    ['explantation of knee prosthesis (Z89.52-', ['Z89521'], ['Z89511']],
    ['infection (chronic) of joint (M00.-), (M01)', ['M000', 'M01X0'], ['M020']],
  ])('reads "%s"', (text, inside, outside) => {
    expect(named(text, [...inside, ...outside])).toEqual(inside)
  })

  it.each([
    'certain localized infections - see body system-related chapters',
    'myelopathy in:',
    'deficiency of vitamin B12',
    'anemia resulting from B12 deficiency',
    'amnestic syndrome due to psychoactive substance use (F10-F19 with 5th character .6)',
    'poisoning due to drug or toxin (T51-T65 with fifth or sixth character to indicate intent), for toxic pneumonopathy',
    'diabetic acidosis - see categories E08-E10, E11, E13 with ketoacidosis',
    'open fracture of elbow and forearm (S52.- with open fracture 7th character)',
  ])('names nothing in "%s"', (text) => {
    expect(parseCodeReferences(text)).toEqual([])
  })
})
