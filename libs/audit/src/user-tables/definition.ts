/** A row of a user's file: its fields, trimmed, and where it stands, such as `rates.csv: line 2`. */
export interface TableRow {
  fields: string[]
  where: string
}

/** How the rows of a user's file become a table. */
export interface UserTableDefinition<Table extends { digest: string }> {
  /** The header of the CSV file; undefined where the file is plain text, whose rows are its lines. */
  columns?: readonly string[]
  /** Throws an Error that names the row for what is wrong in one, a RangeError for what is wrong among them. */
  read(rows: TableRow[]): Table
}
