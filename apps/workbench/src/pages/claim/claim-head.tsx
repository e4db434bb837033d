import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, told } from '../../api/client.ts'
import type { ClaimHistory, ClaimWork } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { chargesOf, dateAt, dayOf, daysBetween } from '../../parts/format.ts'
import { useTell } from '../../parts/notices.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { useTakeNext } from '../worklist/use-take-next.ts'
import { submittedIn } from './use-claim.ts'

const { claim: words, work: work_ } = texts

interface Props {
  claim: ClaimHistory
  work: ClaimWork
}

/** Which claim it is, who has it, and when its bill is due. */
export function ClaimHead({ claim, work }: Props) {
  const me = useMe()
  const may = useMay()
  const takeNext = useTakeNext()
  useKeys({ ...(may('findings:judge') && { 'work.take-next': takeNext }) })
  const due = work.findings.find(({ dueDate }) => dueDate !== null)?.dueDate
  const days = due ? daysBetween(dateAt(me, new Date()), due) : undefined
  return (
    <header className="claim-head">
      <h1>{claim.claimId}</h1>
      {days !== undefined && (
        <span className={days < 0 ? 'tag error' : 'tag'}>
          {words.due} {days < 0 ? work_.overdue(-days) : work_.dueIn(days)}
        </span>
      )}
      {work.findings.some(({ sender }) => sender?.standing.includes('hold')) && (
        <span className="tag">{words.held}</span>
      )}
      <span className="spacer" />
      <Owner claim={claim} owner={work.owner} />
      {may('findings:judge') && (
        <Button variant="default" onClick={takeNext}>
          {work_.takeNext}
        </Button>
      )}
      <Stay claim={claim} />
    </header>
  )
}

/** Whether a void came after the version. */
const isVoided = ({ history }: ClaimHistory, version: number): boolean =>
  history.some((event) => event.outcome === 'voided' && (event.version ?? 0) > version)

function Stay({ claim }: { claim: ClaimHistory }) {
  const newest = claim.versions[0]
  const submitted = submittedIn(claim)
  if (newest === undefined) return null
  const { admissionDate, dischargeDate, facilityId, payerId, coder, totalCharge, claimType, accountNumber } =
    newest.facets
  const parts = [
    isVoided(claim, newest.claimVersion) && words.voided,
    words.version(newest.claimVersion, newest.revision, claim.versions.length),
    words.types[claimType],
    admissionDate && dischargeDate
      ? words.stay(dayOf(admissionDate), dayOf(dischargeDate), daysBetween(admissionDate, dischargeDate))
      : admissionDate && words.since(dayOf(admissionDate)),
    accountNumber && words.account(accountNumber),
    facilityId && words.facility(facilityId),
    payerId && words.payer(payerId),
    coder && words.coder(coder),
    totalCharge && words.charges(chargesOf(totalCharge)),
    submitted?.dischargeStatus && words.dischargeStatus(submitted.dischargeStatus),
  ].filter((part): part is string => Boolean(part))
  return <p className="muted stay">{parts.join(' · ')}</p>
}

/** Who has the claim; taking and giving back. */
function Owner({ claim, owner }: { claim: ClaimHistory; owner: string }) {
  const me = useMe()
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const { tenant, claimId } = claim
  const act = useMutation({
    mutationFn: (what: 'take' | 'release') =>
      told(
        api.POST(`/v1/claims/{tenant}/{claimId}:${what}`, {
          params: { path: { tenant, claimId } },
          body: { actId: crypto.randomUUID() },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['claim', claimId] })
      void queries.invalidateQueries({ queryKey: ['work'] })
    },
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  const isMine = owner === me.person
  return (
    <span className="row-of">
      <span className={isMine ? 'tag good' : 'tag'}>
        {isMine ? words.mine : owner === '' ? words.free : words.ownedBy(owner)}
      </span>
      {may('findings:judge') && (owner === '' || isMine) && (
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate(isMine ? 'release' : 'take')}>
          {isMine ? words.release : words.take}
        </Button>
      )}
    </span>
  )
}
