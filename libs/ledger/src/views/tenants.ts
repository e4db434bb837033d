/** The tenants of a table with an index that begins with them: a look into the index for each, not for each row. */
export const tenantsOf = (table: string): string => `with recursive found(tenant) as (
  (select tenant from ${table} order by tenant limit 1)
  union all
  select (select next.tenant from ${table} next where next.tenant > found.tenant order by next.tenant limit 1) from found where found.tenant is not null
) select tenant from found where tenant is not null`
