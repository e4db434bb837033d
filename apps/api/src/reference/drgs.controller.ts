import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { LongAudits } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import { Needs } from '../access/needs.js'
import { wrongQuery } from '../read-query.js'

/** What a version of MS-DRG says of a DRG. */
interface DrgPage {
  drg: string
  version: string
  title: string
  /** Of Table 5; null where none is loaded for the version, or it has no number. */
  weight: number | null
  /** Geometric and arithmetic mean length of stay, in days. */
  gmlos: number | null
  amlos: number | null
  /** Of the post-acute care transfer policy; null where no table is loaded. */
  postAcute: boolean | null
}

/** DRGs by version: nothing of it is a patient's. */
@Controller('v1/drgs')
export class DrgsController {
  constructor(@Inject(LongAudits) private readonly audits: LongAudits) {}

  @Get(':drg')
  @Needs('reference:read')
  page(@Param('drg') drg: string, @Query('version') asked?: unknown): DrgPage {
    const { grouper } = this.audits.knows
    const version = asked ?? grouper.versions.at(-1)
    if (typeof version !== 'string' || !grouper.versions.includes(version)) throw wrongQuery('version')
    const title = /^\d{3}$/.test(drg) ? grouper.title(Number(drg), version) : ''
    if (title === '') throw new Problem(404, { detail: `MS-DRG ${version} has no such DRG` })
    const { weight = null, gmlos = null, amlos = null, postAcute = null } = grouper.weight(drg, version) ?? {}
    return { drg, version, title, weight, gmlos, amlos, postAcute }
  }
}
