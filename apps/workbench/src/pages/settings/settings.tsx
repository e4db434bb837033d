import { texts } from '../../texts/texts.ts'
import { Policy } from './policy.tsx'
import { RankingRows } from './ranking.tsx'
import { Reasons } from './reasons.tsx'

const { settings: words } = texts

/** What a tenant sets for its auditors. */
export const Settings = () => (
  <main className="page">
    <div className="page-head">
      <h1>{words.title}</h1>
    </div>
    <p className="muted">{words.hint}</p>
    <Policy />
    <Reasons />
    <RankingRows />
  </main>
)
