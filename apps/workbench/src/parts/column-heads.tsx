import type { ReactNode } from 'react'

/** The head of a table: a name for each column, and what comes after them. */
export function ColumnHeads({ names, children }: { names: Record<string, string>; children?: ReactNode }) {
  return (
    <thead>
      <tr>
        {Object.entries(names).map(([column, name]) => (
          <th key={column} scope="col">
            {name}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  )
}
