import { Checkbox } from '@mantine/core'
import { api, told } from '../../api/client.ts'
import type { PolicyRow } from '../../api/types.ts'
import { texts } from '../../texts/texts.ts'
import { ChoiceCell, SEVERITIES, TextCell } from './cells.tsx'
import type { AnySeverity } from './cells.tsx'
import { RowsEditor } from './rows-editor.tsx'

const { policy: words, any } = texts.settings

/** For how many persons corrections wait. */
export const Policy = () => (
  <RowsEditor<PolicyRow>
    name="release-policy"
    title={words.title}
    hint={words.hint}
    columns={Object.values(words.column)}
    none={words.none}
    blank={{ rule: '*', payer: null, severity: null, persons: 1 }}
    read={() => told(api.GET('/v1/release-policy'))}
    write={(body) => told(api.PUT('/v1/release-policy', { body }))}
    cells={(row, change) => (
      <>
        <TextCell label={words.column.rule} value={row.rule} change={(rule) => change({ ...row, rule })} />
        <TextCell
          label={words.column.payer}
          value={row.payer ?? ''}
          placeholder={any}
          change={(payer) => change({ ...row, payer: payer === '' ? null : payer })}
        />
        <ChoiceCell<AnySeverity>
          label={words.column.severity}
          value={row.severity ?? ''}
          choices={SEVERITIES}
          change={(severity) => change({ ...row, severity: severity === '' ? null : severity })}
        />
        <ChoiceCell
          label={words.column.persons}
          value={String(row.persons)}
          choices={words.persons as Record<string, string>}
          change={(persons) => change({ ...row, persons: Number(persons) as PolicyRow['persons'] })}
        />
        <td>
          <Checkbox
            aria-label={words.column.bulkAgree}
            checked={row.bulkAgree === true}
            onChange={(event) => change({ ...row, bulkAgree: event.currentTarget.checked })}
          />
        </td>
        <ChoiceCell
          label={words.column.blindShare}
          value={String(row.blindShare ?? 0)}
          choices={sharesWith(row.blindShare ?? 0)}
          change={(share) => change({ ...row, blindShare: Number(share) })}
        />
      </>
    )}
  />
)

/** The usual shares, and the one that was set by other means. */
const sharesWith = (share: number): Record<string, string> => ({
  ...words.shares,
  ...(!(share in words.shares) && { [share]: `${share * 100} %` }),
})
