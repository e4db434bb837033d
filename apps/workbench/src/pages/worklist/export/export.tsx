import { Button, CloseButton, Menu } from '@mantine/core'
import type { WorkCounts } from '../../../api/types.ts'
import { counted } from '../../../parts/format.ts'
import { texts } from '../../../texts/texts.ts'
import { viewQuery } from '../search.ts'
import type { WorkSearch } from '../search.ts'
import { useExport } from './use-export.ts'
import type { ExportFile } from './use-export.ts'

const { export: words } = texts.work

const FORMATS = ['csv', 'xlsx'] as const
/** Up to so many rows a file comes at once; longer ones are made in the background. */
const AT_ONCE = 5_000

interface Props {
  search: WorkSearch
  /** How many rows the list has. */
  size: WorkCounts['queues']['all'] | undefined
}

/** The list as a file: what is seen, by queue, search, filters and order. */
export function Export({ search, size }: Props) {
  const { begin, isBeginning, file, remove } = useExport()
  const query = viewQuery(search)
  const isShort = size?.isExact === true && size.count <= AT_ONCE
  return (
    <>
      <Menu position="bottom-start" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button variant="default" loading={isBeginning}>
            {words.button}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{isShort ? words.atOnce : words.later}</Menu.Label>
          {FORMATS.map((format) =>
            isShort ? (
              <Menu.Item key={format} component="a" href={`/v1/work.${format}?${query}`} download>
                {words.formats[format]}
              </Menu.Item>
            ) : (
              <Menu.Item key={format} onClick={() => begin({ format, query })}>
                {words.formats[format]}
              </Menu.Item>
            ),
          )}
        </Menu.Dropdown>
      </Menu>
      {file && <Made file={file} remove={remove} />}
    </>
  )
}

/** How far a file is, and the file once it is whole. */
const Made = ({ file: { exportId, format, state, rows }, remove }: { file: ExportFile; remove: () => void }) => (
  <span className="row-of" role="status">
    {state === 'running' && words.running(counted(rows))}
    {state === 'failed' && <span className="problem-text">{words.failed}</span>}
    {state === 'done' && (
      <a href={`/v1/exports/${exportId}/file`} download>
        {words.done(words.formats[format], counted(rows))}
      </a>
    )}
    <CloseButton size="sm" aria-label={state === 'running' ? words.stop : words.remove} onClick={remove} />
  </span>
)
