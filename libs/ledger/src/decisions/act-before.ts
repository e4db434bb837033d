import type { QueryRunner } from 'typeorm'

/** An act that is recorded under an id. */
export interface ActBefore {
  claimId: string
  claimVersion: number
  revision: number
  /** Null where it is an act on the claim. */
  findingId: string | null
  act: string
  person: string
  state: number | null
  owner: string | null
  sentFrom: number | null
  sentTo: number | null
}

/** Undefined where the id is new. */
export async function actBefore(runner: QueryRunner, tenant: string, actId: string): Promise<ActBefore | undefined> {
  const [row]: ActBefore[] = await runner.query(
    `select claim_id as "claimId", version as "claimVersion", revision, finding_id as "findingId", act, person, state, owner,
       sent_from as "sentFrom", sent_to as "sentTo"
     from work_act where tenant = $1 and act_id = $2`,
    [tenant, actId],
  )
  return row
}
