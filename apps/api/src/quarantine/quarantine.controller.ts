import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isQuarantineEditRequest, isQuarantineRedriveRequest } from '@claims-audit/contracts'
import type { Publisher } from '@claims-audit/event-log'
import {
  asTenant,
  findQuarantined,
  findQuarantinedWhole,
  logAccess,
  ownArchivedEvent,
  tenantOfQuarantined,
} from '@claims-audit/ledger'
import type { QuarantinedName } from '@claims-audit/ledger'
import { editQuarantined, redriveQuarantined } from '@claims-audit/operations'
import type { Mender } from '@claims-audit/operations'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { ANY_TENANT } from '../access/identity.js'
import { asLocalOperator } from '../access/local-operator.js'
import { Needs, Who } from '../access/needs.js'
import { readBody } from '../read-body.js'
import { wrongCursor } from '../read-query.js'
import { LEDGER, PUBLISHER } from '../tokens.js'
import { nameOf, notQuarantined, readPurpose, readQuarantineQuery } from './quarantine-query.js'
import type { QuarantineQuery } from './quarantine-query.js'
import { mendProblem, toldQuarantined, toldWhole } from './told.js'
import type { ToldQuarantined, ToldWhole } from './told.js'

interface Page {
  items: ToldQuarantined[]
  cursor: string | null
}

/** Events that could not be audited: listed, opened, mended and sent again, as by `claims-audit quarantine`. */
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    /** Undefined where the api was given no Kafka. */
    @Inject(PUBLISHER) private readonly publisher: Publisher | undefined,
  ) {}

  @Get()
  @Needs('quarantine:read')
  async list(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<Page> {
    const asked = readQuarantineQuery(query)
    const { items, cursor } = await this.found(caller, asked).catch(wrongCursor)
    return { items: items.map((each) => toldQuarantined(each, Date.now())), cursor }
  }

  /** The bytes of a claim are shown to those who say why, and it is noted that they were. */
  @Get(':id')
  @Needs('quarantine:read')
  async one(
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
    @Who() caller: Caller,
  ): Promise<ToldWhole> {
    const [name, purpose] = [nameOf(id), readPurpose(query)]
    const own = await this.ownerOf(name, caller)
    const found = await asTenant(this.ledger, own, async (runner) => {
      const whole = await findQuarantinedWhole(runner, name, ownArchivedEvent)
      if (whole?.tenant !== own.tenant) throw notQuarantined()
      const act = purpose === undefined ? ('view' as const) : ('document-view' as const)
      await logAccess(runner, own, { act, claims: [whole.claimId], ...(purpose !== undefined && { purpose }) })
      return whole
    })
    return toldWhole(found, Date.now(), purpose !== undefined)
  }

  @Put(':id')
  @Needs('quarantine:write')
  async edit(@Param('id') id: string, @Body() body: unknown, @Who() caller: Caller): Promise<ToldQuarantined> {
    const name = nameOf(id)
    const { claim, note = null } = readBody(body, isQuarantineEditRequest)
    const own = await this.ownerOf(name, caller)
    return asTenant(this.ledger, own, async (runner) => {
      const value = Buffer.from(JSON.stringify(claim))
      const done = await editQuarantined(runner, name, value, menderOf(own, note))
      if (done === undefined) throw notQuarantined()
      if ('refused' in done) throw mendProblem(done, 'edit')
      await logAccess(runner, own, { act: 'quarantine', claims: [done.claimId] })
      return toldQuarantined({ ...done, edits: done.edits + 1 }, Date.now())
    })
  }

  @Post(':id\\:redrive')
  @HttpCode(200)
  @Needs('quarantine:write')
  async redrive(
    @Param('id') id: string,
    @Body() body: unknown,
    @Who() caller: Caller,
  ): Promise<{ id: string; eventId: string }> {
    const name = nameOf(id)
    const { again = false, note = null } = readBody(body ?? {}, isQuarantineRedriveRequest)
    const own = await this.ownerOf(name, caller)
    const { publisher } = this
    if (publisher === undefined) throw new Problem(503, { detail: 'The api has no event log: set KAFKA_BROKERS' })
    return asTenant(this.ledger, own, async (runner) => {
      const done = await redriveQuarantined(runner, name, { publisher, again, ...menderOf(own, note) })
      if (done === undefined) throw notQuarantined()
      if ('refused' in done) throw mendProblem(done, 'redrive')
      await logAccess(runner, own, { act: 'quarantine', claims: [done.event.claimId] })
      return { id, eventId: done.eventId }
    })
  }

  /** Of all tenants, and of what could not be read, for a program on this machine that names none. */
  private found(caller: Caller, { filter, page }: QuarantineQuery): ReturnType<typeof findQuarantined> {
    if (caller.tenant === ANY_TENANT)
      return asLocalOperator(this.ledger, (runner) => findQuarantined(runner, filter, page))
    return asTenant(this.ledger, caller, async (runner) => {
      const found = await findQuarantined(runner, { ...filter, tenant: caller.tenant }, page)
      const claims = found.items.map(({ claimId }) => claimId)
      await logAccess(runner, caller, { act: 'list', claims, rows: claims.length, filter })
      return found
    })
  }

  /** The caller, for the tenant of the event where a program on this machine names none. */
  private async ownerOf(name: QuarantinedName, caller: Caller): Promise<Caller> {
    if (caller.tenant !== ANY_TENANT) return caller
    const tenant = await asLocalOperator(this.ledger, (runner) => tenantOfQuarantined(runner, name))
    if (tenant === undefined) throw notQuarantined()
    return { ...caller, tenant }
  }
}

/**
 * A claim leaves for the caller's own tenant and facilities alone; what could not be read may turn out to be anyone's.
 */
const menderOf = ({ person, tenant, facilities, isLocal }: Caller, note: string | null): Mender => ({
  by: person,
  note,
  archive: ownArchivedEvent,
  isTheirs: (event) => event.tenant === tenant,
  maySend: (claim) =>
    isLocal === true ||
    (claim.tenant === tenant && (facilities === null || facilities.includes(claim.facility?.id ?? ''))),
})
