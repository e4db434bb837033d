import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadRules } from '@claims-audit/audit'
import type { LoadedRule, RuleSource } from '@claims-audit/audit'
import { parse } from 'yaml'

/** The packs that ship with the product. */
const SHIPPED = fileURLToPath(new URL('../../audit/packs', import.meta.url))

/**
 * Reads every rule of the shipped packs and of the directories named beside them: a rule is `name.yaml`, its cases `name.cases.yaml`.
 * Throws PackError, with file and field, for what is wrong in a file.
 */
export function readRulePacks(directories: string[] = []): LoadedRule[] {
  return loadRules([SHIPPED, ...directories].flatMap(sourcesIn))
}

function sourcesIn(directory: string): RuleSource[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()
  return files
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('.cases.yaml') && statSync(join(directory, file)).isFile())
    .map((file) => {
      const cases = file.replace(/\.yaml$/, '.cases.yaml')
      return { file: join(directory, file), rule: readYaml(join(directory, file)), ...(files.includes(cases) && { cases: readYaml(join(directory, cases)) }) }
    })
}

/** A file that is no YAML reads as null: the contract then says what is missing. */
function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
