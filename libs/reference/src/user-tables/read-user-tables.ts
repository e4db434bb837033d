import type { UserTables } from '@claims-audit/audit'
import { USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { ForUserTables } from '@claims-audit/contracts'
import { readBaseRates } from './base-rates.js'
import { readCoverage } from './coverage.js'
import { readPoaExempt } from './poa-exempt.js'

const READERS: { [Name in keyof UserTables]: (file: string) => UserTables[Name] } = {
  baseRates: readBaseRates,
  poaExempt: readPoaExempt,
  coverage: readCoverage,
}

/** The user's tables whose files are named. Throws an Error with file and line where one is not as its reader says. */
export const readUserTables = (files: ForUserTables<string>): Partial<UserTables> =>
  Object.fromEntries(
    USER_TABLE_NAMES.flatMap((name) => (files[name] === undefined ? [] : [[name, READERS[name](files[name])]])),
  )
