import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { api, told } from '../../api/client.ts'
import type { View } from '../../api/types.ts'
import { useTell } from '../../parts/notices.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { columnsOf } from './columns.tsx'
import { readWorkSearch, viewQuery } from './search.ts'
import type { WorkSearch } from './search.ts'
import { useViews } from './use-work.ts'

const { view: words, ...work } = texts.work

/** The address of a saved view. */
export const searchOf = ({ query, columns }: View): WorkSearch => ({
  ...readWorkSearch(Object.fromEntries(new URLSearchParams(query))),
  ...(columns.length > 0 && { cols: columns.join(',') }),
})

const isShown = (view: View, search: WorkSearch): boolean =>
  viewQuery(searchOf(view)) === viewQuery(search) && columnsOf(searchOf(view)).join() === columnsOf(search).join()

/** Views of the person, the team and the tenant; what is seen now can be saved as another one. */
export function Views({ search }: { search: WorkSearch }) {
  const views = useViews()
  const [isSaving, setSaving] = useState(false)
  return (
    <nav aria-label={work.viewsLabel}>
      <h2>{work.viewsLabel}</h2>
      {views.data?.items.map((view) => (
        <ViewLink key={view.viewId} view={view} isCurrent={isShown(view, search)} />
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => setSaving(true)}>
        {words.save}
      </Button>
      {isSaving && <SaveView search={search} close={() => setSaving(false)} />}
    </nav>
  )
}

function ViewLink({ view, isCurrent }: { view: View; isCurrent: boolean }) {
  const me = useMe()
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => told(api.DELETE('/v1/views/{id}', { params: { path: { id: view.viewId } } })),
    onSuccess: () => {
      tell(words.removed(view.name))
      void queries.invalidateQueries({ queryKey: ['views'] })
    },
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  const isMine = view.scope !== 'standard' && view.owner === me.person
  return (
    <span className="row-of view">
      <Link to="/work" search={searchOf(view)} className="side-item" aria-current={isCurrent}>
        <span className="name">{view.name}</span>
        <span className="number">{view.scope === 'mine' ? '' : words.scopes[view.scope]}</span>
      </Link>
      {(isMine || may('settings:write')) && (
        <button type="button" className="remove" aria-label={words.remove(view.name)} onClick={() => remove.mutate()}>
          ×
        </button>
      )}
    </span>
  )
}

function SaveView({ search, close }: { search: WorkSearch; close: () => void }) {
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<View['scope']>('mine')
  const scopes: View['scope'][] = ['mine', 'team', ...(may('settings:write') ? (['standard'] as const) : [])]
  const save = useMutation({
    mutationFn: () =>
      told(api.POST('/v1/views', { body: { name, scope, query: viewQuery(search), columns: [...columnsOf(search)] } })),
    onSuccess: () => {
      tell(words.saved(name))
      void queries.invalidateQueries({ queryKey: ['views'] })
      close()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={close} title={words.save}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={words.name}
          value={name}
          required
          maxLength={80}
          data-autofocus
          error={save.error?.message}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={words.scope}
          value={scope}
          data={scopes.map((value) => ({ value, label: words.scopes[value] }))}
          onChange={(event) => setScope(event.currentTarget.value as View['scope'])}
        />
        <Button type="submit">{words.save}</Button>
      </form>
    </Modal>
  )
}
