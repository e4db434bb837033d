import { STAGES, TOPICS } from '@claims-audit/contracts'
import type { StageName, Topic } from '@claims-audit/contracts'

/** The operations of AsyncAPI that stages have, as YAML: what each reads and writes. */
export const stageOperations = (): string => (Object.keys(STAGES) as StageName[]).flatMap(operationsOf).join('')

function operationsOf(name: StageName): string[] {
  const { reads, writes, about } = STAGES[name]
  return [
    ...reads.map((topic) => operation(name, { verb: 'Reads', action: 'receive', topic, summary: about })),
    ...writes.map((topic) => operation(name, { verb: 'Writes', action: 'send', topic })),
  ]
}

interface Part {
  verb: string
  action: 'receive' | 'send'
  topic: Topic
  summary?: string
}

function operation(name: StageName, { verb, action, topic, summary }: Part): string {
  const channel = channelOf(topic)
  return [
    `  ${camelCase(name)}${verb}${capitalized(channel)}:`,
    `    action: ${action}`,
    ...(summary === undefined ? [] : [`    summary: ${summary}`]),
    `    tags: [{ name: ${STAGES[name].service} }]`,
    `    channel: { $ref: '#/channels/${channel}' }`,
    '',
  ].join('\n')
}

const channelOf = (topic: Topic): string =>
  Object.entries(TOPICS).find(([, address]) => address === topic)?.[0] as string
const camelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
