import { api, told } from '../../api/client.ts'
import type { ReasonCode } from '../../api/types.ts'
import { texts } from '../../texts/texts.ts'
import { ChoiceCell, TextCell } from './cells.tsx'
import { RowsEditor } from './rows-editor.tsx'

const { reasons: words } = texts.settings

/** The reasons that a disagreement may have. */
export const Reasons = () => (
  <RowsEditor<ReasonCode>
    name="reason-codes"
    title={words.title}
    hint={words.hint}
    columns={Object.values(words.column)}
    blank={{ code: '', label: '', feedback: 'other' }}
    read={() => told(api.GET('/v1/reason-codes'))}
    write={(body) => told(api.PUT('/v1/reason-codes', { body }))}
    cells={(row, change) => (
      <>
        <TextCell label={words.column.code} value={row.code} change={(code) => change({ ...row, code })} />
        <TextCell label={words.column.label} value={row.label} change={(label) => change({ ...row, label })} />
        <ChoiceCell
          label={words.column.feedback}
          value={row.feedback}
          choices={words.feedback}
          change={(feedback) => change({ ...row, feedback })}
        />
      </>
    )}
  />
)
