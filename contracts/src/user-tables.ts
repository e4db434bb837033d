/** A table that only the user can have: how it is given, what it holds, and what it judges. */
interface UserTableRow {
  /** On the command line, without dashes. */
  option: string
  /** The variable that names its file for the services. */
  setting: string
  holds: string
  judges: 'codes' | 'payment'
}

/**
 * The user's tables. Each file may be given to services, command line and runs, and each result and run names its
 * digest. A further table is a row here, its reader in libs/reference/src/user-tables and its use in a check.
 */
export const USER_TABLES = {
  baseRates: {
    option: 'rates',
    setting: 'BASE_RATES',
    holds: 'payer base rates (CSV: payer,facility,from,to,base_rate), to include payment impact',
    judges: 'payment',
  },
  poaExempt: {
    option: 'poa-exempt',
    setting: 'POA_EXEMPT',
    holds: 'list of codes exempt from present-on-admission reporting, for the fiscal year',
    judges: 'codes',
  },
  coverage: {
    option: 'coverage',
    setting: 'COVERAGE',
    holds: 'coverage table (CSV: procedure,diagnosis,from,to), to find procedures without a covered diagnosis',
    judges: 'codes',
  },
} as const satisfies Record<string, UserTableRow>

export type UserTable = keyof typeof USER_TABLES
export const USER_TABLE_NAMES = Object.keys(USER_TABLES) as UserTable[]

/** Something for each of the user's tables, where there is one. */
export type ForUserTables<T> = { [Name in UserTable]?: T | undefined }

/** The same for each table. */
export const forUserTables = <T>(of: (name: UserTable) => T): Record<UserTable, T> =>
  Object.fromEntries(USER_TABLE_NAMES.map((name) => [name, of(name)])) as Record<UserTable, T>
