import { useComputedColorScheme } from '@mantine/core'
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use as useParts } from 'echarts/core'
import type { ECBasicOption } from 'echarts/types/dist/shared'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { texts } from '../../texts/texts.ts'
import type { Measure, MeasureSums } from './use-measure.ts'
import { valueIn } from './values.ts'

useParts([BarChart, GridComponent, CanvasRenderer])

const { analytics: words } = texts

interface Looks {
  text: string
  bar: string
  line: string
}

/** Colors as the style sheet has them: a canvas knows no variables. */
function looksOf(element: HTMLElement): Looks {
  const { color, borderTopColor, outlineColor } = getComputedStyle(element)
  return { text: outlineColor, bar: color, line: borderTopColor }
}

/** A measure by month. The table below says the same in numbers. */
export function Trend({ measure, months }: { measure: Measure; months: MeasureSums['items'] }) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const element = place.current as HTMLDivElement
    const chart = init(element)
    chart.setOption(optionOf(measure, months, looksOf(element)))
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(element)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [measure, months, scheme])
  return <div ref={place} className="trend" role="img" aria-label={words.trend(measure.title)} />
}

function optionOf({ unit }: Measure, months: MeasureSums['items'], { text, bar, line }: Looks): ECBasicOption {
  const written = (value: number | null): string => valueIn(unit, value)
  const axis = { axisLabel: { color: text }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } }
  return {
    animation: false,
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: months.map(({ of }) => of ?? ''), ...axis },
    yAxis: {
      type: 'value',
      ...(unit === 'share' && { min: 0, max: 1 }),
      ...axis,
      axisLabel: { color: text, formatter: written },
      splitLine: { lineStyle: { color: line } },
    },
    series: [
      {
        type: 'bar',
        data: months.map(({ value }) => value),
        barMaxWidth: 48,
        itemStyle: { color: bar },
        label: {
          show: true,
          position: 'top',
          color: text,
          formatter: ({ value }: { value: number }) => written(value),
        },
      },
    ],
  }
}
