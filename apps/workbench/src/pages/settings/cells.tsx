import { NativeSelect, TextInput } from '@mantine/core'
import { texts } from '../../texts/texts.ts'

const { settings: words } = texts

interface TextProps {
  label: string
  value: string
  placeholder?: string
  change: (value: string) => void
}

export const TextCell = ({ label, value, placeholder, change }: TextProps) => (
  <td>
    <TextInput
      aria-label={label}
      value={value}
      {...(placeholder !== undefined && { placeholder })}
      onChange={(event) => change(event.currentTarget.value)}
    />
  </td>
)

interface ChoiceProps<V extends string> {
  label: string
  value: V
  choices: Record<V, string>
  change: (value: V) => void
}

export const ChoiceCell = <V extends string>({ label, value, choices, change }: ChoiceProps<V>) => (
  <td>
    <NativeSelect
      aria-label={label}
      value={value}
      data={Object.entries(choices).map(([each, name]) => ({ value: each, label: name as string }))}
      onChange={(event) => change(event.currentTarget.value as V)}
    />
  </td>
)

/** Severities, with the empty one for any. */
export const SEVERITIES = { '': words.any, ...texts.findings.severity }
export type AnySeverity = keyof typeof SEVERITIES
