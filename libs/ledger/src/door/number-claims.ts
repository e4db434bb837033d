import { claimKey } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { EACH_BY_INDEX } from '../live/outcomes-at.js'
import { binaryArray } from '../sql/binary-array.js'
import { insertRows } from '../sql/insert-rows.js'
import { inLocked, locking } from '../sql/locked.js'
import { prepared } from '../sql/prepared.js'
import { CLAIM_VERSION } from '../tables/claim-version.js'
import { rowsOf } from '../tables/table.js'
import { nextVersions } from './next-versions.js'
import type { KnownVersion, NumberedClaim, UnnumberedClaim } from './next-versions.js'

/** Namespace of the advisory locks by which doors take turns at a claim. */
const DOOR_LOCKS = 7_302_070

/**
 * Gives claims their versions, in order, and keeps them: the same content that is sent again has the same version, also
 * where a process died before it had published anything. The lock of a claim's lane makes it one step for all doors.
 * Rejects where the database is away.
 */
export async function numberClaims(
  ledger: DataSource,
  claims: readonly UnnumberedClaim[],
  laneOf: (key: string) => number,
): Promise<NumberedClaim[]> {
  if (claims.length === 0) return []
  const all = await withReplaced(ledger, claims)
  const names = namesOf(all)
  const lanes = names.map(({ tenant, claimId }) => laneOf(claimKey(tenant, claimId)))
  return inLocked(ledger, locking(DOOR_LOCKS, lanes), async (runner) => {
    const { numbered, added } = nextVersions(all, await loadKnown(runner, names))
    await insertRows(runner, rowsOf(CLAIM_VERSION, added))
    return numbered
  })
}

interface Name {
  tenant: string
  claimId: string
}

/** Every claim that one of them may be. */
function namesOf(claims: readonly UnnumberedClaim[]): Name[] {
  const names = claims.flatMap(({ tenant, claimId, replaces }) =>
    [...replaces, claimId].map((name) => ({ tenant, claimId: name })),
  )
  return [...new Map(names.map((name) => [claimKey(name.tenant, name.claimId), name])).values()]
}

const LOAD = `
select w.tenant, w.claim_id as "claimId", v.version, 'sha256:' || encode(v.digest, 'hex') as digest, null::text as "recordedDigest"
from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
cross join lateral (
  select v.version, v.digest from claim_version v where v.tenant = w.tenant and v.claim_id = w.claim_id ${EACH_BY_INDEX}
) as v
union all
select w.tenant, w.claim_id, r.version, null, case r.revision when 0 then r.content_digest end
from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
cross join lateral (
  select r.version, r.revision, r.content_digest from recorded_version r where r.tenant = w.tenant and r.claim_id = w.claim_id ${EACH_BY_INDEX}
) as r`

const loadKnown = (runner: QueryRunner, names: readonly Name[]): Promise<KnownVersion[]> =>
  prepared<KnownVersion>(runner, LOAD, [
    binaryArray(
      'text',
      names.map(({ tenant }) => tenant),
    ),
    binaryArray(
      'text',
      names.map(({ claimId }) => claimId),
    ),
  ])

/**
 * A replacement under an account number of its own is of the claim that carried the payer's number before, if it is one
 * claim.
 */
const BY_PAYER = `
select w.place, min(v.claim_id) as "claimId"
from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as w(place, tenant, payer_id, payer_claim_number)
join claim_version v on v.tenant = w.tenant and v.payer_claim_number = w.payer_claim_number and v.payer_id = w.payer_id
group by w.place having count(distinct v.claim_id) = 1`

async function withReplaced(
  ledger: DataSource,
  claims: readonly UnnumberedClaim[],
): Promise<readonly UnnumberedClaim[]> {
  const asked = claims.flatMap(({ tenant, replaces, payer }, place) =>
    replaces.length > 0 && payer !== undefined ? [{ place, tenant, ...payer }] : [],
  )
  if (asked.length === 0) return claims
  const rows: { place: number; claimId: string }[] = await ledger.query(BY_PAYER, [
    asked.map(({ place }) => place),
    asked.map(({ tenant }) => tenant),
    asked.map(({ id }) => id),
    asked.map(({ claimNumber }) => claimNumber),
  ])
  const found = new Map(rows.map(({ place, claimId }) => [place, claimId]))
  return claims.map((claim, place) => {
    const claimId = found.get(place)
    return claimId === undefined ? claim : { ...claim, replaces: [...claim.replaces, claimId] }
  })
}
