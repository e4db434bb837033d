import { describe, expect, it } from '@jest/globals'
import { RIGHTS, ROLES, grantsIn, may, rightsOf } from './access.js'
import type { Right } from './access.js'

const NAMES = { tenants: 'tenants', roles: 'https://hospital.example/roles', facilities: 'sites' }
const of = (claims: Record<string, unknown>) => grantsIn(claims, NAMES)

describe('what a token grants', () => {
  it('is read under the names that the provider has', () => {
    const claims = { tenants: ['a', 'b'], 'https://hospital.example/roles': ['lead'], sites: ['F1'] }
    expect(of(claims)).toEqual({ tenants: ['a', 'b'], roles: ['lead'], facilities: ['F1'] })
  })

  it('may be one text instead of a list', () => {
    expect(of({ tenants: 'a', 'https://hospital.example/roles': 'coder' })).toEqual({
      tenants: ['a'],
      roles: ['coder'],
      facilities: null,
    })
  })

  it.each([
    ['nothing', {}],
    ['numbers', { tenants: 7 }],
    ['an object', { tenants: { a: true } }],
    ['control characters', { tenants: ['a\u0000', 'b\u001f'] }],
    ['half a character', { tenants: ['\ud800'] }],
    ['an empty text', { tenants: '' }],
    ['a role that we do not know', { 'https://hospital.example/roles': ['root', 'constructor'] }],
  ])('is nothing where it says %s', (_, claims) => {
    expect(of(claims)).toEqual({ tenants: [], roles: [], facilities: null })
  })

  it.each([[7], [[]], [{}], [['a\u001fb']]])('is no facility at all where the limit cannot be read: %j', (sites) => {
    expect(of({ sites }).facilities).toEqual([])
  })
})

describe('a right', () => {
  it('is had by the roles that its row names, and by no other', () => {
    for (const right of Object.keys(RIGHTS) as Right[])
      for (const role of ROLES)
        expect({ right, role, may: may({ roles: [role] }, right) }).toEqual({
          right,
          role,
          may: (RIGHTS[right] as readonly string[]).includes(role),
        })
  })

  it('in a person’s name is not a program’s, whatever roles it has', () => {
    const program = { roles: ROLES, isLocal: true as const }
    for (const right of [
      'findings:judge',
      'queries:write',
      'queries:answer',
      'documents:read',
      'settings:write',
    ] as const)
      expect(may(program, right)).toBe(false)
    expect(rightsOf(program)).toContain('findings:read')
    expect(rightsOf(program)).not.toContain('access-log:read')
  })
})
