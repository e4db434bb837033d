const DECIMALS = 4
const UNIT = 10n ** BigInt(DECIMALS)

/** An amount as `moneyOf` writes it, in ten-thousandths; 0 for any other text. */
export function unitsOf(amount: string): bigint {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount) ?? []
  const units = BigInt(whole) * UNIT + BigInt(decimals.padEnd(DECIMALS, '0'))
  return sign === '-' ? -units : units
}

/** As X12 writes a decimal (type R): without zeros behind the point. */
export function amountOf(units: bigint): string {
  const magnitude = units < 0n ? -units : units
  const decimals = String(magnitude % UNIT)
    .padStart(DECIMALS, '0')
    .replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${magnitude / UNIT}${decimals === '' ? '' : `.${decimals}`}`
}
