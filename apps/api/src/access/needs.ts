import { SetMetadata, createParamDecorator } from '@nestjs/common'
import type { ExecutionContext } from '@nestjs/common'
import type { Caller, Right } from '@claims-audit/access'
import type { Request } from 'express'

export const NEEDS = Symbol('the right that a route needs')

/** What a caller must be allowed to. A route that does not say is closed to everyone. */
export const Needs = (right: Right) => SetMetadata(NEEDS, right)

/** A request after the guard. */
export type AskedBy = Request & { caller: Caller }

/** The caller of the request, whom the guard has let in. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AskedBy>().caller
})
