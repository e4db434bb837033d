import { describe, expect, it } from '@jest/globals'
import { nextVersions } from './next-versions.js'
import type { KnownVersion, UnnumberedClaim } from './next-versions.js'

const claim = (content: string, more: Partial<UnnumberedClaim> = {}): UnnumberedClaim => ({
  tenant: 'north',
  claimId: 'A',
  replaces: [],
  payer: undefined,
  digest: `sha256:${content}`,
  least: 1,
  digestAs: (claimId, version) => `${content} as ${claimId} ${version}`,
  ...more,
})
const held = (version: number, more: Partial<KnownVersion> = {}): KnownVersion => ({
  tenant: 'north',
  claimId: 'A',
  version,
  digest: null,
  recordedDigest: null,
  ...more,
})

const versions = (claims: UnnumberedClaim[], known: KnownVersion[] = []): string[] =>
  nextVersions(claims, known).numbered.map(({ claimId, version }) => `${claimId} ${version}`)
const added = (claims: UnnumberedClaim[], known: KnownVersion[] = []): number[] =>
  nextVersions(claims, known).added.map(({ version }) => version)

describe('the version of a content', () => {
  it('is the next one where it is new, and the one that it had where it is not', () => {
    expect(versions([claim('x'), claim('y'), claim('x'), claim('y')])).toEqual(['A 1', 'A 2', 'A 1', 'A 2'])
    expect(added([claim('x'), claim('y'), claim('x')])).toEqual([1, 2])
    const known = [held(1, { digest: 'sha256:x' }), held(2, { digest: 'sha256:y' })]
    expect(versions([claim('x'), claim('z')], known)).toEqual(['A 1', 'A 3'])
  })

  it('counts for one claim of one tenant', () => {
    const others = [claim('x', { tenant: 'south' }), claim('x', { claimId: 'B' })]
    expect(versions([claim('x'), claim('y'), ...others])).toEqual(['A 1', 'A 2', 'A 1', 'B 1'])
  })

  it('is above all that the ledger has, also where that was numbered elsewhere or has revisions only', () => {
    expect(versions([claim('x')], [held(7, { recordedDigest: 'other' })])).toEqual(['A 8'])
    expect(versions([claim('x')], [held(7)])).toEqual(['A 8'])
  })

  it('is the one that the ledger has it under, and is kept from then on', () => {
    const known = [held(3, { recordedDigest: 'x as A 3' }), held(4, { recordedDigest: 'other' })]
    expect(versions([claim('x')], known)).toEqual(['A 3'])
    expect(added([claim('x')], known)).toEqual([3])
  })

  it('that another content took in the ledger is given up for the next', () => {
    const known = [held(1, { digest: 'sha256:x' }), held(1, { recordedDigest: 'other' })]
    expect(versions([claim('x')], known)).toEqual(['A 2'])
    expect(versions([claim('x')], [...known, held(2, { digest: 'sha256:x' })])).toEqual(['A 2'])
  })

  it('is what the sender counts where that is higher', () => {
    expect(versions([claim('x', { least: 5 }), claim('y', { least: 2 })])).toEqual(['A 5', 'A 6'])
  })

  it('never leaves the contract', () => {
    expect(versions([claim('x')], [held(2_147_483_647)])).toEqual(['A 2147483647'])
  })
})

describe('a replacement', () => {
  const replacement = claim('new', { claimId: 'A', replaces: ['A@2026-01-04', 'A', 'Z'] })

  it('is the next version of the first claim that is known', () => {
    expect(versions([replacement], [held(1), held(4, { claimId: 'A@2026-01-04' })])).toEqual(['A@2026-01-04 5'])
    expect(versions([replacement], [held(1)])).toEqual(['A 2'])
    expect(versions([replacement], [held(2, { claimId: 'Z' })])).toEqual(['Z 3'])
    expect(versions([claim('old', { claimId: 'A@2026-01-04' }), replacement])).toEqual([
      'A@2026-01-04 1',
      'A@2026-01-04 2',
    ])
  })

  it('is a claim by itself where none is known', () => {
    expect(versions([replacement])).toEqual(['A 1'])
  })

  it('that comes again is what it was, whatever came since', () => {
    const known = [held(1, { digest: 'sha256:new' }), held(1, { claimId: 'A@2026-01-04', digest: 'sha256:late' })]
    expect(versions([replacement], known)).toEqual(['A 1'])
  })
})

describe('a content of which an earlier release read less', () => {
  /** `part`: what the earlier release read of it. */
  const whole = (part: string, more: string): UnnumberedClaim =>
    claim(`${part}+${more}`, {
      earlier: { digest: `sha256:${part}`, digestAs: (claimId, version) => `${part} as ${claimId} ${version}` },
    })
  const sentBefore = [held(1, { digest: 'sha256:x' }), held(1, { recordedDigest: 'x as A 1' })]
  const told = (claims: UnnumberedClaim[], known: KnownVersion[]) => nextVersions(claims, known).numbered

  it('has the version that it had, and goes out as it did, whenever it comes again', () => {
    const again = { claimId: 'A', version: 1, isEarlier: true }
    expect(told([whole('x', 'one'), whole('x', 'one')], sentBefore)).toEqual([again, again])
    const { added } = nextVersions([whole('x', 'one')], sentBefore)
    expect(added).toMatchObject([{ version: 1, digest: 'sha256:x+one' }])
    expect(told([whole('x', 'one')], [...sentBefore, held(1, { digest: 'sha256:x+one' })])).toEqual([again])
  })

  it('is another one where what is read now differs from what came first', () => {
    expect(versions([whole('x', 'one'), whole('x', 'two'), whole('x', 'one')], sentBefore)).toEqual([
      'A 1',
      'A 2',
      'A 1',
    ])
    expect(versions([whole('y', 'one')], sentBefore)).toEqual(['A 2'])
  })

  it('is not taken for one that this release read', () => {
    expect(told([whole('x', 'one'), whole('x', 'two')], [])).toEqual([
      { claimId: 'A', version: 1 },
      { claimId: 'A', version: 2 },
    ])
  })

  it('needs the next version where another content has its own in the ledger', () => {
    const taken = [held(1, { digest: 'sha256:x' }), held(1, { recordedDigest: 'other' })]
    expect(told([whole('x', 'one')], taken)).toEqual([{ claimId: 'A', version: 2 }])
  })
})
