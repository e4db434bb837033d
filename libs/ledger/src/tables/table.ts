import type { Element } from '../sql/binary-array.js'

/** A column: its Postgres type, and what goes into it of that which the row is made from. */
export interface Column<Source> {
  type: string
  of(source: Source): Element
}

/**
 * The one definition of a table's rows: inserts, COPY and their casts come from it. Columns that the database fills
 * itself (`recorded_at`, identities) are not among them. A spec compares it with information_schema.
 */
export interface Table<Source> {
  name: string
  /** A row that is there already is ignored (`on conflict do nothing`). Without this, it raises. */
  repeats?: true
  columns: Record<string, Column<Source>>
}

type Definitions<Source> = Record<string, [type: string, of: (source: Source) => Element]>

export function columns<Source>(definitions: Definitions<Source>): Record<string, Column<Source>> {
  return Object.fromEntries(Object.entries(definitions).map(([name, [type, of]]) => [name, { type, of }]))
}

/** The same columns for rows that are made from something which holds the former source. */
export function columnsFor<Outer, Source>(
  inner: Record<string, Column<Source>>,
  sourceOf: (outer: Outer) => Source,
): Record<string, Column<Outer>> {
  return Object.fromEntries(
    Object.entries(inner).map(([name, { type, of }]) => [name, { type, of: (outer: Outer) => of(sourceOf(outer)) }]),
  )
}

/** The table with a column that the database fills itself where none is given. */
export const withColumn = <Source>(
  { columns: own, ...table }: Table<Source>,
  column: string,
  type: string,
  of: (source: Source) => Element,
): Table<Source> => ({ ...table, columns: { ...own, [column]: { type, of } } })

/** Rows for one table, column by column. */
export interface TableRows {
  table: string
  repeats: boolean
  /** Column name → Postgres type. */
  types: Record<string, string>
  count: number
  valuesOf(column: string): Element[]
}

export const rowsOf = <Source>(table: Table<Source>, sources: readonly Source[]): TableRows => ({
  table: table.name,
  repeats: table.repeats === true,
  types: Object.fromEntries(Object.entries(table.columns).map(([name, { type }]) => [name, type])),
  count: sources.length,
  valuesOf: (column) => {
    const of = table.columns[column]?.of
    return of === undefined ? [] : sources.map(of)
  },
})
