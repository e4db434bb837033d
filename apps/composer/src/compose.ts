import { composed } from '@claims-audit/composition'
import type { KeptClaim, KeptDocument, Stay } from '@claims-audit/composition'
import { claimKey, nameUuids } from '@claims-audit/contracts'
import type { Composition } from '@claims-audit/ledger'

const uuidOf = nameUuids('a3b1c1de-6f6e-5f0a-8f65-3d0d0c5b9a35')

/** The id of a composed claim's event: the same from every process, each time that it is sent. */
const eventIdOf = (tenant: string, claimId: string, version: number, revision: number): string =>
  uuidOf(JSON.stringify([tenant, claimId, version, revision]))

/** What becomes of a claim that is due: its next revision, or nothing where its documents are those of the last. */
export function compose(
  tenant: string,
  claim: KeptClaim,
  known: { documents: KeptDocument[]; others: Stay[] },
  leftOut: (count: number) => void,
): Composition {
  const { body, documents, joined, leftOut: count } = composed(claim, known.documents, known.others)
  if (documents === claim.documents) return { documents, joined, event: null }
  if (count > 0) leftOut(count)
  const { claimId, version } = claim
  const revision = claim.revision + 1
  return {
    documents,
    joined,
    event: {
      key: claimKey(tenant, claimId),
      eventId: eventIdOf(tenant, claimId, version, revision),
      body: JSON.stringify({ ...body, revision }),
    },
  }
}
