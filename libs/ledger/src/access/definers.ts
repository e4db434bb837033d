import type { QueryRunner } from 'typeorm'
import { OUTBOX_BACKLOG } from '../live/backlog.js'
import { OF_FACILITIES, UNLIMITED } from './policies.js'

/**
 * What the api may read of tables that it cannot see into, by functions of the owner. Each says inside itself whose
 * rows it gives. PUBLIC may not call them.
 */
export async function createDefiners(runner: QueryRunner): Promise<void> {
  const [row]: { schema: string }[] = await runner.query('select quote_ident(current_schema()) as schema')
  const safely = `stable security definer set search_path = ${row?.schema}, pg_temp`
  for (const { name, returns, body } of DEFINERS) {
    await runner.query(
      `create or replace function ${name} returns ${returns} language plpgsql ${safely} as $body$ begin ${body} end $body$`,
    )
    await runner.query(`revoke execute on function ${name} from public`)
  }
}

const DEFINERS = [
  {
    // The archive has no tenants: a block holds events as they came. It is given only for an event of the caller's
    // tenant, and findClaim takes that one event out of it.
    name: 'archived_block_of(claim text, log int, from_topic text, from_partition int, at_offset bigint)',
    returns: 'bytea',
    body: `
  if not exists (
    select from recorded_outcome o where o.tenant = current_setting('app.tenant', true) and o.claim_id = claim
      and o.epoch = log and o.origin_topic = from_topic and o.origin_partition = from_partition and o.origin_offset = at_offset
  ) then return null; end if;
  if not (${UNLIMITED} or exists (
    select from recorded_claim r where r.tenant = current_setting('app.tenant') and r.claim_id = claim and ${OF_FACILITIES}
  )) then return null; end if;
  return (
    select b.body from archived_block b
    where b.epoch = log and b.topic = from_topic and b.partition = from_partition and b.first_offset <= at_offset
    order by b.first_offset desc limit 1
  );`,
  },
  {
    // A count without a name: the relay's table has no tenants, and holds what goes to the senders.
    name: 'outbox_backlog()',
    returns: 'table (rows int, seconds float8)',
    body: `return query ${OUTBOX_BACKLOG};`,
  },
  {
    // Names alone, for a caller on this machine that names no tenant: a page is read of each in a transaction of its
    // own.
    name: 'ledger_tenants()',
    returns: 'setof text',
    body: 'return query select t.tenant from recorded_tenant t order by 1;',
  },
]
