import { describe, expect, it } from '@jest/globals'
import { mention } from '../../testing/read.js'

describe('a finding in a frame', () => {
  const FINDINGS = [
    ['instability', 'instability'],
    ['weakness', 'motor-deficit'],
    ['stenosis', 'stenosis'],
    ['foot drop', 'motor-deficit'],
  ] as const
  it.each([
    [
      'possible',
      [
        'MRI does not exclude X.',
        'We have not ruled out X.',
        'X has not been fully excluded.',
        'It is hard to rule out X.',
        'X is to be excluded.',
        'I cannot be sure there is no X.',
        'I am not sure whether this is X.',
        'X is being considered.',
        'He was worked up for X.',
        'Concern is for X.',
        'Working diagnosis: X',
        'The findings are felt to represent X.',
        'The study is not adequate to exclude X.',
        'X is being evaluated.',
        'A suggestion of X.',
        'This could well be X.',
        'The pain is likely due to X.',
      ],
    ],
    [
      'negated',
      [
        'I did not see X.',
        'X is no longer an issue.',
        'He is free from X.',
        'It is unlikely that this is X.',
        'Not felt to be X.',
        'He denies, however, any X.',
        'She denies, at this time, X.',
        'Leg raising was entirely negative sitting and lying for any X.',
        'The scan does not favor X.',
        'There is no ev. of X.',
        'Doctor: Any X? Patient: No.',
        '[doctor] any X? [patient] nope.',
        'X has not recurred.',
        'Numbness and X are not present.',
        'Numbness, incontinence and X are absent.',
        'He has not yet developed X.',
        'X: -. Numbness: +',
        'X? Neg.',
        '+numbness/-X',
        'No numbness, X but incontinence.',
        'She was found not to have X.',
        'X was entertained and dismissed.',
      ],
    ],
    [
      'hypothetical',
      [
        'If any X occurs, call.',
        'Return as soon as X occurs.',
        'Return precautions given re X.',
        'We would operate only for new X.',
        'Potential complications include X.',
        'X is a potential complication.',
        'Assess every shift for X.',
        'Surveillance for X.',
        'She was counseled of possible X.',
        'No MRI unless X develops.',
        'No MRI unless X.',
        'X would mean surgery.',
        'X may come later.',
        'If she falls, she could have X.',
        'She is aware that with time she may have X.',
        'I explained the possibility of X.',
        'The complications, including but not limited to bleeding and X, were explained.',
        'We went over the operation as well as risks including infection, bleeding, X.',
        'The patient will demonstrate less X.',
      ],
    ],
    [
      'affirmed',
      [
        'He is not working because of X.',
        'He does not mind the X.',
        'The patient states that her primary concern is X.',
        'She is never free of X.',
        'He is not without X.',
        'It is impossible for her to walk without X.',
        'X, and she could be discharged.',
        'Her X, which would explain the fall, goes on.',
        'Suspected stroke turned out to be X.',
        'Doctor: Any X? Patient: Yes, a lot.',
        'Not previously recognized X was found.',
        'He will not work until X was seen by us.',
        'Nobody doubts the X.',
        'He has not seen anyone for his X.',
        'No treatment needed for the X.',
        'X? Present.',
        'Consult for known X.',
        'MD told of new X.',
        'His X is not likely to need surgery.',
        'His X is likely from the disc.',
      ],
    ],
  ] as const)('is %s', (assertion, frames) => {
    for (const frame of frames)
      for (const [words, concept] of FINDINGS) {
        const text = frame.replace('X', () =>
          frame.startsWith('X') ? words.charAt(0).toUpperCase() + words.slice(1) : words,
        )
        expect([text, mention(text, concept)?.assertion]).toEqual([text, assertion])
      }
  })
})
