import { describe, expect, it } from '@jest/globals'
import { nameUuids } from '@claims-audit/contracts'

describe('a name-based UUID', () => {
  it('is the one that RFC 9562 gives for its example', () => {
    // Appendix A.4: the DNS namespace of section 6.6 and "www.example.com".
    expect(nameUuids('6ba7b810-9dad-11d1-80b4-00c04fd430c8')('www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    )
  })

  it.each(['', '6BA7B810-9DAD-11D1-80B4-00C04FD430C8', 'claims'])('has no namespace %j', (namespace) => {
    expect(() => nameUuids(namespace)).toThrow(TypeError)
  })
})
