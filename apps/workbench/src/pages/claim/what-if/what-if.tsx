import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, told } from '../../../api/client.ts'
import type { ClaimHistory, Finding, Submitted } from '../../../api/types.ts'
import { Failure, Loading, Message } from '../../../parts/states.tsx'
import { texts } from '../../../texts/texts.ts'
import { TriedCodes } from './tried-codes.tsx'
import { TrialResult } from './trial-result.tsx'
import { NOTHING, changesOf, isNothing, withProposal } from './trial-changes.ts'

const { whatIf: words, documents } = texts.claim

interface Props {
  claim: ClaimHistory
  submitted: Submitted | undefined
  findings: readonly Finding[]
  version: string | null
}

/** What the claim would come to with other codes; nothing of it is kept. */
export function WhatIf({ claim, submitted, findings, version }: Props) {
  const [tried, setTried] = useState(NOTHING)
  const changes = changesOf(tried)
  const trial = useQuery({
    queryKey: ['try', claim.claimId, changes],
    queryFn: ({ signal }) => told(api.POST('/v1/claims:try', { body: { claimId: claim.claimId, changes }, signal })),
    placeholderData: keepPreviousData,
    enabled: submitted !== undefined,
  })
  if (submitted === undefined) return <Message title={documents.notArchived}>{documents.notArchivedHint}</Message>
  const proposing = findings.filter(
    ({ proposal: { add, remove, replace } }) => add.length + remove.length + replace.length > 0,
  )
  return (
    <div className="what-if">
      <div className="stack">
        <div className="row-of">
          <span className="muted">{words.hint}</span>
          <span className="spacer" />
          <Button variant="default" disabled={isNothing(tried)} onClick={() => setTried(NOTHING)}>
            {words.reset}
          </Button>
        </div>
        {proposing.length > 0 && (
          <div className="row-of" role="group" aria-label={words.proposals}>
            <span className="muted">{words.proposals}</span>
            {proposing.map((finding) => (
              <button
                key={finding.findingId}
                type="button"
                className="chip"
                title={finding.message}
                onClick={() => setTried((before) => withProposal(before, finding, submitted.diagnoses))}
              >
                + {finding.ruleId}
              </button>
            ))}
          </div>
        )}
        <TriedCodes submitted={submitted} tried={tried} change={setTried} />
      </div>
      {trial.error ? (
        <Failure error={trial.error} retry={() => void trial.refetch()} />
      ) : trial.data === undefined ? (
        <Loading rows={6} />
      ) : (
        <TrialResult
          trial={trial.data}
          version={version}
          isOld={trial.isPlaceholderData}
          isChanged={!isNothing(tried)}
        />
      )}
    </div>
  )
}
