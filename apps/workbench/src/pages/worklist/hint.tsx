import { Button } from '@mantine/core'
import { useState } from 'react'
import { keep, kept } from '../../parts/kept.ts'
import { texts } from '../../texts/texts.ts'

const { hint } = texts.work

/** Three steps for who is here the first time; gone for good once closed. */
export function Hint() {
  const [isSeen, setSeen] = useState<boolean>(() => kept('hint-seen', false))
  if (isSeen) return null
  const close = (): void => {
    keep('hint-seen', true)
    setSeen(true)
  }
  return (
    <div className="hint">
      <strong>{hint.title}</strong>
      {hint.steps.map((step, at) => (
        <span key={step}>
          {at + 1}. {step}
        </span>
      ))}
      <Button size="compact-xs" variant="default" onClick={close}>
        {hint.close}
      </Button>
    </div>
  )
}
