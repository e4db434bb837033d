import { expect, it } from '@jest/globals'
import { read } from '../../testing/read.js'

it('the last word of one phrase with gaps begins no other', () => {
  expect(read('An acute, noncorticated fracture through the right pars.').map(({ concept }) => concept)).toEqual([
    'acute-fracture',
  ])
  expect(read('An old fracture through the right pars.').map(({ concept }) => concept)).toContain('pars-defect')
})

it('a phrase with gaps hides no plain one of another concept', () => {
  expect(read('A pars defect with sclerotic margins.').map(({ concept }) => concept)).toEqual([
    'pars-finding',
    'pars-defect',
  ])
})
