import { dollars } from './format.ts'

/** An amount with its sign; green where it is gained, red where it is lost. */
export const Dollars = ({ amount }: { amount: number | null }) => (
  <strong className={amount === null || amount === 0 ? 'muted' : amount < 0 ? 'loss' : 'gain'}>
    {dollars(amount)}
  </strong>
)
