/** A table that only the user can have: how it is given, what it holds, and what it judges. */
interface UserTableRow {
  /** On the command line, without dashes. */
  option: string
  /** The variable that names its file for the services. */
  setting: string
  /** After "your". */
  holds: string
  purpose: string
  format: string
  /** Sentences for docs/cli.md. */
  details: string
  judges: 'codes' | 'payment'
}

/**
 * The user's tables. Each file may be given to services, command line and runs, and each result and run names its
 * digest. A further table is a row here and its definition in libs/audit/src/user-tables; what lists the tables follows
 * with `npm run generate`.
 */
export const USER_TABLES = {
  baseRates: {
    option: 'rates',
    setting: 'BASE_RATES',
    holds: 'payer base rates',
    purpose: 'to include payment impact',
    format: 'CSV: payer,facility,from,to,base_rate',
    details: 'Dollars for a weight of 1. An empty facility covers all without a row of their own.',
    judges: 'payment',
  },
  poaExempt: {
    option: 'poa-exempt',
    setting: 'POA_EXEMPT',
    holds: 'list of codes exempt from present-on-admission reporting',
    purpose: 'for the fiscal year',
    format: 'text with one code per line',
    details: 'As CMS publishes it.',
    judges: 'codes',
  },
  coverage: {
    option: 'coverage',
    setting: 'COVERAGE',
    holds: 'coverage table',
    purpose: 'to find procedures without a covered diagnosis',
    format: 'CSV: procedure,diagnosis,from,to',
    details:
      'Numbers only; a code covers all below it. [coverage.csv](../contracts/examples/coverage.csv) is a small example around M43.02, not a payer’s policy.',
    judges: 'codes',
  },
} as const satisfies Record<string, UserTableRow>

/** A table in one line, for the help of a command and the page of settings. */
export const describeUserTable = ({ holds, purpose, format }: UserTableRow): string =>
  `${holds}, ${purpose} (${format})`

export type UserTable = keyof typeof USER_TABLES
export const USER_TABLE_NAMES = Object.keys(USER_TABLES) as UserTable[]

/** Something for each of the user's tables, where there is one. */
export type ForUserTables<T> = { [Name in UserTable]?: T | undefined }

/** The same for each table. */
export const forUserTables = <T>(of: (name: UserTable) => T): Record<UserTable, T> =>
  Object.fromEntries(USER_TABLE_NAMES.map((name) => [name, of(name)])) as Record<UserTable, T>
