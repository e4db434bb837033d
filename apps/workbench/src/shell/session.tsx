import { Button, Modal } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { api, onSignedOut, told, useCsrf } from '../api/client.ts'
import { statusOf } from '../api/problem.ts'
import type { Me } from '../api/types.ts'
import { Failure, Loading } from '../parts/states.tsx'
import { texts } from '../texts/texts.ts'

const { session, tenants } = texts.shell

/** A person who is signed in, for one tenant. */
export type Person = Me & { tenant: string }

const Context = createContext<Person | undefined>(undefined)

export function useMe(): Person {
  const me = use(Context)
  if (me === undefined) throw new Error('no one is signed in')
  return me
}

export const useMay = (): ((right: string) => boolean) => {
  const { rights } = useMe()
  return (right) => rights.includes(right)
}

/** Back to this very page. */
const signIn = (): void =>
  location.assign(`/auth/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)

async function whoIsIt(): Promise<Me> {
  const me = await told(api.GET('/auth/me'))
  useCsrf(me.csrf)
  return me
}

/** The rest of the page once it is known who asks, and for which tenant. */
export function Session({ children }: { children: ReactNode }) {
  const me = useQuery({ queryKey: ['me'], queryFn: whoIsIt, staleTime: Infinity, retry: false })
  const isStranger = statusOf(me.error) === 401
  useEffect(() => {
    if (isStranger) signIn()
  }, [isStranger])
  if (isStranger || me.isPending) return <Loading rows={0} />
  if (me.data === undefined) return <Failure error={me.error} retry={() => void me.refetch()} />
  const { tenant } = me.data
  if (tenant === null) return <TenantChoice me={me.data} />
  return (
    <Context value={{ ...me.data, tenant }}>
      {children}
      <Ended />
    </Context>
  )
}

/** Over what was being done, which stays to be seen. */
function Ended() {
  const [isOver, setOver] = useState(false)
  useEffect(() => onSignedOut(() => setOver(true)), [])
  return <SessionEnded opened={isOver} />
}

export function SessionEnded({ opened, onClose = () => undefined }: { opened: boolean; onClose?: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={session.ended} withCloseButton={false}>
      <p>{session.endedHint}</p>
      <Button onClick={signIn} data-autofocus>
        {session.signIn}
      </Button>
    </Modal>
  )
}

/** Picks a tenant; all that was read for another one is forgotten. */
export function usePickTenant(): (tenant: string) => Promise<void> {
  const queries = useQueryClient()
  return async (tenant) => {
    const me = await told(api.POST('/auth/tenant', { body: { tenant } }))
    useCsrf(me.csrf)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    queries.setQueryData(['me'], me)
  }
}

function TenantChoice({ me }: { me: Me }) {
  const pick = usePickTenant()
  const [error, setError] = useState<unknown>()
  return (
    <main className="message">
      <h1>{tenants.title}</h1>
      <p>{tenants.hint}</p>
      {error !== undefined && <Failure error={error} />}
      <div className="choices">
        {me.tenants.map((tenant) => (
          <Button key={tenant} variant="default" onClick={() => void pick(tenant).catch(setError)}>
            {tenant}
          </Button>
        ))}
      </div>
    </main>
  )
}
