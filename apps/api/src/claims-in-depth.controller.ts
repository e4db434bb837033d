import { Controller, Get, Inject, Param } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import { askedOfSender, diffVersions } from '@claims-audit/audit'
import type { ClaimReading, VersionsDiff } from '@claims-audit/audit'
import { asTenant, findClaim, findClaimVersion, findClaimWork, isBindable, logAccess } from '@claims-audit/ledger'
import type { Act, ClaimWork, RecordedVersion } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import type { DataSource, QueryRunner } from 'typeorm'
import { Needs, Who } from './access/needs.js'
import { redacted } from './access/redacted.js'
import { LEDGER } from './tokens.js'
import { whenFree } from './when-free.js'

/** Of `2` or `2.1`: a version with its revision. Undefined where the claim has no such version. */
async function findVersion(
  runner: QueryRunner,
  { tenant }: Caller,
  claimId: string,
  name: string,
): Promise<RecordedVersion | undefined> {
  const [, version, revision = '0'] = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(name) ?? []
  if (version === undefined) return undefined
  return findClaimVersion(runner, { tenant, claimId }, { version: Number(version), revision: Number(revision) })
}

/** What a person who works on a claim asks about it, beside the claim itself. */
@Controller('v1/claims/:tenant/:claimId')
export class ClaimsInDepthController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(LongAudits) private readonly audits: LongAudits,
  ) {}

  /** Who has it, where each of its findings stands, and all that happened to it. */
  @Get('work')
  @Needs('findings:read')
  async work(@Param('claimId') claimId: string, @Who() caller: Caller): Promise<ClaimWork> {
    const work = await this.found(caller, claimId, 'view', (runner) =>
      findClaimWork(runner, caller, claimId, { mayRead: may(caller, 'findings:judge'), askedOfSender }),
    )
    return redacted(caller, work)
  }

  /** Every mention in its documents with how it is meant, and what each finding asked of them. */
  @Get('reading')
  @Needs('documents:read')
  async reading(@Param('claimId') claimId: string, @Who() caller: Caller): Promise<ClaimReading> {
    const { submitted } = await this.found(caller, claimId, 'document-view', (runner) =>
      findClaim(runner, caller.tenant, claimId),
    )
    if (submitted === null) throw new Problem(404, { detail: 'The archive does not hold this claim yet' })
    const read = await whenFree(() => this.audits.explain(submitted), 'Long claims are being read; ask again later')
    if ('rejected' in read) throw new Problem(422, { detail: 'The claim cannot be audited', errors: [read.rejected] })
    return read
  }

  /** Two of its versions beside each other. */
  @Get('versions/:a/diff/:b')
  @Needs('findings:read')
  async diff(
    @Param() { claimId, a, b }: { claimId: string; a: string; b: string },
    @Who() caller: Caller,
  ): Promise<VersionsDiff> {
    const found = await this.found(caller, claimId, 'view', async (runner) => {
      const before = await findVersion(runner, caller, claimId, a)
      const after = before && (await findVersion(runner, caller, claimId, b))
      return before && after && { before, after }
    })
    return redacted(caller, diffVersions(found.before, found.after, this.audits.knows.baseRates))
  }

  private async found<T>(
    caller: Caller,
    claimId: string,
    act: Act,
    find: (runner: QueryRunner) => Promise<T | undefined>,
  ): Promise<T> {
    const found = await asTenant(this.ledger, caller, async (runner) => {
      const claim = isBindable.text(claimId) ? await find(runner) : undefined
      if (claim !== undefined) await logAccess(runner, caller, { act, claims: [claimId] })
      return claim
    })
    if (found === undefined) throw new Problem(404, { detail: 'Claim not found' })
    return found
  }
}
