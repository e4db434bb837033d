import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, readYaml } from '../yaml/read-yaml.js'

/** What each YAML file of the directories says, by the digest of its text: reading it is then no parsing. */
export const parsedYaml = (directories: string[]): Record<string, unknown> =>
  Object.fromEntries(
    directories.flatMap(filesIn).flatMap((file) => {
      const read = readYaml(file)
      return 'problem' in read ? [] : [[digestOf(readFileSync(file, 'utf8')), read.value]]
    }),
  )

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(directory, file))
