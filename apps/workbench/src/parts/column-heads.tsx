import type { ReactNode } from 'react'

interface Props {
  names: Record<string, string>
  /** Columns of numbers, whose heads stand above their last digits. */
  numbers?: readonly string[]
  children?: ReactNode
}

/** The head of a table: a name for each column, and what comes after them. */
export function ColumnHeads({ names, numbers = [], children }: Props) {
  return (
    <thead>
      <tr>
        {Object.entries(names).map(([column, name]) => (
          <th key={column} scope="col" className={numbers.includes(column) ? 'number' : ''}>
            {name}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  )
}
