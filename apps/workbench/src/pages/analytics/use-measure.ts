import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import { periodOf } from './search.ts'
import type { AnalyticsSearch, Dimension } from './search.ts'

export type Measure = ApiComponents['schemas']['Measure']
export type MeasureSums = ApiComponents['schemas']['MeasureSums']

/** A measure over the period of the address, as a whole or in groups. */
export const useMeasure = (measure: string, search: AnalyticsSearch, by: Dimension | undefined) =>
  useQuery({
    queryKey: ['measure', measure, periodOf(search), by],
    queryFn: () =>
      told(
        api.GET('/v1/analytics/{measure}', {
          params: { path: { measure }, query: { ...periodOf(search), ...(by !== undefined && { by }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  })
