import { Inject, Injectable } from '@nestjs/common'
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import type { Right } from '@claims-audit/access'
import { asTenant, isLogged, logAccess } from '@claims-audit/ledger'
import type { Act } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import { Observable, catchError, from, mergeMap, of, throwError } from 'rxjs'
import type { DataSource } from 'typeorm'
import { LEDGER } from '../tokens.js'
import { NEEDS, OPEN, SIGNED_IN } from './needs.js'
import type { AskedBy, Need } from './needs.js'

/** What a route does that needs a right and wrote no row of its own. */
const ACT_OF: Record<Exclude<Right, 'reference:read'>, Act> = {
  'findings:read': 'view',
  'documents:read': 'document-view',
  'findings:judge': 'verdict',
  'findings:rebut': 'verdict',
  'findings:lead': 'verdict',
  'queries:write': 'query',
  'queries:answer': 'query',
  'findings:export': 'export',
  'runs:read': 'run',
  'runs:write': 'run',
  'quarantine:read': 'view',
  'quarantine:write': 'view',
  'claims:submit': 'view',
  'settings:write': 'view',
  'access-log:read': 'view',
}

/**
 * A row in the access log for each request that was let in and wrote none: routes that show claims write theirs by
 * `logAccess`, in the transaction of the read. What was not there for the caller is noted as denied.
 */
@Injectable()
export class AccessLogInterceptor implements NestInterceptor {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const need = Reflect.getMetadata(NEEDS, context.getHandler()) as Need | undefined
    // Codes are no one's data.
    if (need === undefined || need === OPEN || need === SIGNED_IN || need === 'reference:read') return next.handle()
    const { caller } = context.switchToHttp().getRequest<AskedBy>()
    let done = false
    const note = async (act: Act): Promise<void> => {
      if (done || isLogged(caller)) return
      done = true
      await asTenant(this.ledger, caller, (runner) => logAccess(runner, caller, { act }))
    }
    return next.handle().pipe(
      mergeMap((answer: unknown) => (done ? of(answer) : from(note(ACT_OF[need]).then(() => answer)))),
      catchError((error: unknown) => {
        const wasKept = error instanceof Problem && [403, 404].includes(error.getStatus())
        return from(wasKept ? note('denied') : Promise.resolve()).pipe(mergeMap(() => throwError(() => error)))
      }),
    )
  }
}
