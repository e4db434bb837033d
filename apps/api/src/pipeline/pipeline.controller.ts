import { Controller, Get, Header, Inject } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import type { LoadedRule } from '@claims-audit/audit'
import { EDITION_NAMES } from '@claims-audit/code-sets'
import { TOPICS } from '@claims-audit/contracts'
import { asTenant, quarantineDepth, recentOutcomes, relayBacklog } from '@claims-audit/ledger'
import type { MinuteOutcome } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER, LOG_STATES, RULES } from '../tokens.js'
import type { LogState, LogStates, StageState } from './pipeline-state.js'

interface PipelineState {
  at: string
  /** Null where the api has no Kafka. */
  stages: StageState[] | null
  relay: { waiting: number; oldestAt: string | null }
  outcomes: MinuteOutcome[] | null
  quarantined: { code: string; events: number }[]
  editions: { icd10: readonly string[]; msDrg: readonly string[]; rules: number }
}

/**
 * How the pipeline is doing: the stages and the relay for all tenants, outcomes and quarantined events of the caller's.
 */
@Controller('v1/pipeline')
export class PipelineController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: LoadedRule[],
    @Inject(LOG_STATES) private readonly states: LogStates | undefined,
  ) {}

  @Get()
  @Needs('runs:read')
  @Header('cache-control', 'no-store')
  async state(@Who() caller: Caller): Promise<PipelineState> {
    const log = await this.logState()
    const { relay, ...ofTenant } = await asTenant(this.ledger, caller, async (runner) => ({
      relay: await relayBacklog(runner),
      outcomes: log === undefined ? null : await recentOutcomes(runner, TOPICS.submitted, log.recent),
      quarantined: await quarantineDepth(runner),
    }))
    const now = Date.now()
    return {
      at: new Date(now).toISOString(),
      stages: log?.stages ?? null,
      relay: {
        waiting: relay.rows,
        oldestAt: relay.rows === 0 ? null : new Date(now - relay.seconds * 1_000).toISOString(),
      },
      ...ofTenant,
      editions: { ...EDITION_NAMES, rules: this.rules.length },
    }
  }

  private async logState(): Promise<LogState | undefined> {
    try {
      return await this.states?.()
    } catch {
      throw new Problem(503, { detail: 'Kafka does not answer' })
    }
  }
}
