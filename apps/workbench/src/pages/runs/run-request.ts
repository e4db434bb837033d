import type { ApiComponents } from '@claims-audit/contracts'

type RunRequest = ApiComponents['schemas']['RunRequest']

/** What is typed into the form; empty: not asked for. */
export interface RunForm {
  source: 'topic' | 'archive'
  facility: string
  payer: string
  from: string
  to: string
  icd10: string
  msDrg: string
  note: string
}

export const EMPTY_FORM: RunForm = {
  source: 'archive',
  facility: '',
  payer: '',
  from: '',
  to: '',
  icd10: '',
  msDrg: '',
  note: '',
}

const given = <T extends Record<string, string>>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  ) as Partial<T>

/** As `POST /v1/runs` takes it, without what was left empty. */
export function requestOf({ source, facility, payer, from, to, icd10, msDrg, note }: RunForm): RunRequest {
  const only = given({ facility, payer, dischargeFrom: from, dischargeTo: to })
  const editions = given({ icd10, msDrg })
  return {
    source: { kind: source },
    ...(Object.keys(only).length > 0 && { only }),
    ...(Object.keys(editions).length > 0 && { editions }),
    ...given({ note }),
  } as RunRequest
}
