/** First, continuing and last bill of a stay that is billed in parts (NUBC, frequency of a type of bill). */
const IN_PARTS = new Set(['2', '3', '4'])

/**
 * The claim id of a bill under an account number. A stay that is billed in parts has a bill for each period, all under
 * one account number at some sites: the first day of the period (ISO) tells them apart.
 */
export const billId = (accountNumber: string, frequency: string | undefined, from: string | undefined): string =>
  frequency !== undefined && IN_PARTS.has(frequency) ? partId(accountNumber, from) : accountNumber

/** The claim id of one bill of a stay that is billed in parts. */
export const partId = (accountNumber: string, from: string | undefined): string =>
  from === undefined ? accountNumber : `${accountNumber}@${from}`
