import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ClaimHistory, ClaimWork, Finding } from '../../api/types.ts'
import { shownStates } from '../../findings/shown-states.ts'
import { useActing } from '../../findings/use-acting.tsx'
import { Places } from '../../findings/show-place.tsx'
import { useAskProvider } from '../../findings/use-ask-provider.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { Message, Told } from '../../parts/states.tsx'
import { useMay } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { Bill } from './bill.tsx'
import { ClaimHead } from './claim-head.tsx'
import { Codes } from './codes.tsx'
import { Documents } from './documents/documents.tsx'
import { Drgs } from './drgs.tsx'
import { FindingCards } from './finding-cards.tsx'
import { History } from './history.tsx'
import { Corrections } from './corrections.tsx'
import { TABS } from './tab-names.ts'
import type { Tab } from './tab-names.ts'
import { Tabs } from './tabs.tsx'
import { Versions } from './versions/versions.tsx'
import { WhatIf } from './what-if/what-if.tsx'
import { submittedIn, useClaim, useClaimWork, useReading } from './use-claim.ts'

const { claim: words } = texts

/** One claim with all that is known of it, for who decides its findings. */
export function Claim() {
  const path = useParams({ from: '/inside/claims/$tenant/$claimId' })
  const claim = useClaim(path)
  const work = useClaimWork(path)
  return (
    <main className="claim" aria-label={words.title(path.claimId)}>
      <Told of={claim}>
        {(whole) => <Told of={work}>{(where) => <Opened key={path.claimId} claim={whole} work={where} />}</Told>}
      </Told>
    </main>
  )
}

const NO_FINDINGS: Finding[] = []

function Opened({ claim, work }: { claim: ClaimHistory; work: ClaimWork }) {
  const { finding: at, tab = 'documents' } = useSearch({ from: '/inside/claims/$tenant/$claimId' })
  const navigate = useNavigate({ from: '/claims/$tenant/$claimId' })
  const may = useMay()
  const reading = useReading(claim, may('documents:read'))
  const newest = claim.versions[0]
  const findings = newest?.findings ?? NO_FINDINGS
  const current = findings.find(({ findingId }) => findingId === at) ?? findings[0]
  const choose = useCallback(
    (findingId: string | undefined) =>
      void navigate({ search: (before) => ({ ...before, finding: findingId }), replace: true }),
    [navigate],
  )
  const show = useCallback(
    (next: Tab) => void navigate({ search: (before) => ({ ...before, tab: next }), replace: true }),
    [navigate],
  )
  const showDocuments = useCallback(() => show('documents'), [show])
  const step = (by: number): void => {
    const place = findings.findIndex(({ findingId }) => findingId === current?.findingId)
    choose(findings[Math.max(0, Math.min(findings.length - 1, place + by))]?.findingId)
  }
  const state = shownStates(work).get(current?.findingId ?? '')
  const ask = useAskProvider()
  const acting = useActing({
    finding:
      current && newest && state
        ? { ...current, claimId: claim.claimId, claimVersion: newest.claimVersion, state, asks: current.query !== null }
        : undefined,
    query: ({ findingId }) => ask(findingId),
    next: () => step(1),
  })
  useKeys({
    'list.next': () => step(1),
    'list.previous': () => step(-1),
    'page.back': () => history.back(),
    ...Object.fromEntries(TABS.map((name) => [`claim.${name}`, () => show(name)])),
  })
  const submitted = submittedIn(claim)
  return (
    <Places onShow={showDocuments}>
      <ClaimHead claim={claim} work={work} />
      <div className="claim-body">
        <div className="claim-left">
          {newest?.drg && <Drgs result={newest} />}
          {newest === undefined && <Message title={words.notAudited}>{words.notAuditedHint}</Message>}
          <FindingCards
            {...{ findings, work, choose, act: acting.go, explained: reading.data?.explained }}
            current={current?.findingId}
          />
          {newest && <Codes result={newest} submitted={submitted} choose={choose} />}
          {submitted && <Bill submitted={submitted} />}
        </div>
        <Right {...{ claim, work, findings, reading, choose, tab, show, submitted }} finding={current} />
      </div>
      {acting.dialog}
    </Places>
  )
}

interface RightProps {
  claim: ClaimHistory
  work: ClaimWork
  findings: readonly Finding[]
  finding: Finding | undefined
  reading: ReturnType<typeof useReading>
  submitted: ReturnType<typeof submittedIn>
  choose: (findingId: string) => void
  tab: Tab
  show: (tab: Tab) => void
}

/** What is asked about the claim, one at a time. */
function Right({ claim, work, findings, finding, reading, submitted, choose, tab, show }: RightProps) {
  const newest = claim.versions[0]
  return (
    <div className="claim-right">
      <Tabs
        tab={tab}
        show={show}
        corrections={claim.corrections.length}
        documents={submitted?.documents?.length ?? 0}
        versions={claim.versions.length}
      />
      <div className="tab-panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'documents' && <Documents {...{ submitted, reading }} finding={finding} />}
        {tab === 'what-if' && newest && <WhatIf {...{ claim, submitted, findings }} version={newest.editions.msDrg} />}
        {tab === 'history' && <History {...{ work, findings }} versions={claim.versions} />}
        {tab === 'corrections' && <Corrections {...{ claim, work, findings, choose }} />}
        {tab === 'versions' && <Versions claim={claim} />}
      </div>
    </div>
  )
}
