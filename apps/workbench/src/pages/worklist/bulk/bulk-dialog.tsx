import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../../api/client.ts'
import { statusOf } from '../../../api/problem.ts'
import { ActDialog, isAsked } from '../../../findings/act-dialog.tsx'
import type { Said } from '../../../findings/judge.ts'
import { Told } from '../../../parts/states.tsx'
import { texts } from '../../../texts/texts.ts'

const { work, findings } = texts
const { bulk: words } = work

type BulkRequest = ApiComponents['schemas']['BulkRequest']
type Answer = ApiComponents['schemas']['BulkDone']
export type BulkAct = BulkRequest['act']

interface Props {
  act: BulkAct
  filter: Record<string, string>
  close: () => void
  done: (answer: Answer) => void
}

/**
 * An act on all findings that a filter matches: what is said with it first, then how many it would touch, then the act
 * itself.
 */
export function BulkDialog(props: Props) {
  const [said, setSaid] = useState<Said | undefined>(isAsked(props.act) ? undefined : {})
  const about = words.filterScope(wordsOf(props.filter))
  return said === undefined ? (
    <ActDialog act={props.act} about={about} close={props.close} go={setSaid} />
  ) : (
    <Counted {...props} said={said} about={about} />
  )
}

const wordsOf = (filter: Record<string, string>): string =>
  Object.entries(filter)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

const ask = (body: BulkRequest) => told(api.POST('/v1/findings:bulk', { body }))

function Counted({ act, filter, said, about, close, done }: Props & { said: Said; about: string }) {
  const request = { act, filter, ...said }
  const count = useQuery({
    queryKey: ['bulk', request],
    queryFn: () => ask({ ...request, dryRun: true }),
    gcTime: 0,
    staleTime: 0,
  })
  const go = useMutation({
    mutationFn: (snapshot: string) => ask({ ...request, dryRun: false, snapshot }),
    onSuccess: (answer) => {
      done(answer)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={words.titleAll(findings.act[act])}>
      <div className="stack">
        <p className="muted">{about}</p>
        <Told of={count} rows={2}>
          {(counted) => (
            <Result
              counted={counted}
              act={act}
              close={close}
              again={() => void count.refetch().then(() => go.reset())}
              go={go}
            />
          )}
        </Told>
      </div>
    </Modal>
  )
}

interface ResultProps {
  counted: { counted: number; done: number; refused: Record<string, number>; snapshot: string }
  act: BulkAct
  close: () => void
  again: () => void
  go: { error: Error | null; isPending: boolean; mutate: (snapshot: string) => void }
}

/** What would be done and what refused, by reason. The act names the snapshot that was counted. */
function Result({ counted: { counted, done, refused, snapshot }, act, close, again, go }: ResultProps) {
  return (
    <div className="stack" role="status">
      <p>{words.would(done, counted)}</p>
      {Object.entries(refused).map(([code, each]) => (
        <p key={code}>{words.refusedBy(each, code)}</p>
      ))}
      {go.error !== null && (
        <p className="problem-text" role="alert">
          {statusOf(go.error) === 409 ? words.changed : go.error.message}{' '}
          <Button size="compact-sm" variant="default" onClick={again}>
            {words.again}
          </Button>
        </p>
      )}
      <div className="row-of end">
        <Button variant="default" onClick={close}>
          {findings.dialog.cancel}
        </Button>
        <Button disabled={done === 0} loading={go.isPending} onClick={() => go.mutate(snapshot)}>
          {words.go(findings.act[act], done)}
        </Button>
      </div>
    </div>
  )
}
