import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { counted } from '../../parts/format.ts'
import { Message, Told } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'
import { Precision } from './precision.tsx'

const { rules: words } = texts.reference
type RuleBrief = ApiComponents['schemas']['RuleBrief']

/** The rules that are loaded, with what they find and how often auditors agree. */
export function Rules() {
  const rules = useQuery({ queryKey: ['rules'], queryFn: () => told(api.GET('/v1/rules')) })
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useKeys({ 'page.search': () => field.current?.focus() })
  const fits = ({ id, title }: RuleBrief): boolean => `${id} ${title}`.toLowerCase().includes(text.trim().toLowerCase())
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        <TextInput
          ref={field}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Told of={rules}>
        {({ items }) => {
          const shown = items.filter(fits)
          return shown.length === 0 ? <Message title={words.none} /> : <Table items={shown} />
        }}
      </Told>
    </main>
  )
}

function Table({ items }: { items: RuleBrief[] }) {
  const { column } = words
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{column.rule}</th>
          <th scope="col">{column.severity}</th>
          <th scope="col" className="number">
            {column.open}
          </th>
          <th scope="col" title={words.precisionHelp}>
            {column.precision}
          </th>
          <th scope="col" className="number">
            {column.cases}
          </th>
          <th scope="col">{column.status}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, title, severity, openFindings, precision, cases, status }) => (
          <tr key={id}>
            <td>
              <Link to="/rules/$id" params={{ id }} className="mono">
                {id}
              </Link>
              <br />
              {title}
            </td>
            <td>
              {severity && <span className={`tag ${severity}`}>{texts.findings.severity[severity as 'error']}</span>}
            </td>
            <td className="number">
              {openFindings === 0 ? (
                0
              ) : (
                <Link to="/work" search={{ rule: id }}>
                  {counted(openFindings)}
                </Link>
              )}
            </td>
            <td>
              <Precision of={precision} />
            </td>
            <td className="number">{cases}</td>
            <td>{status}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
