import { SetMetadata, createParamDecorator } from '@nestjs/common'
import type { ExecutionContext } from '@nestjs/common'
import type { Caller, Right } from '@claims-audit/access'
import type { Request } from 'express'
import type { Identity } from './identity.js'

export const NEEDS = Symbol('the right that a route needs')

/** A route for everyone: how one signs in. */
export const OPEN = Symbol('open to everyone')
/** A route for anyone who is signed in, also before a tenant is picked. */
export const SIGNED_IN = Symbol('signed in')
export type Need = Right | typeof OPEN | typeof SIGNED_IN

/** What a caller must be allowed to. A route that does not say is closed to everyone. */
export const Needs = (need: Need) => SetMetadata(NEEDS, need)

/** A request after the guard. */
export type AskedBy = Request & { caller: Caller; identity: Identity }

/** The caller of the request, that the guard has let in. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AskedBy>().caller
})

/** Who is signed in, of a route that needs no more than that. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<AskedBy>().identity
})
