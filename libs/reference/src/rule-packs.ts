import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PackError, loadRules } from '@claims-audit/audit'
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
  const files = filesIn(directory).filter((file) => /\.ya?ml$/.test(file))
  const rules = files.filter((file) => !CASES.test(file))
  if (rules.length === 0) throw new PackError([`${directory}: no rule (NAME.yaml) in it`])
  return rules.map((file) => sourceOf(directory, file, files))
}

const CASES = /\.cases\.ya?ml$/

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()
  } catch (error) {
    throw new PackError([`${directory}: cannot be read (${(error as NodeJS.ErrnoException).code})`])
  }
}

function sourceOf(directory: string, name: string, files: string[]): RuleSource {
  const file = join(directory, name)
  const rule = readYaml(file)
  const casesName = files.find((each) => CASES.test(each) && each.replace(CASES, '') === name.replace(/\.ya?ml$/, ''))
  const cases = casesName === undefined ? undefined : readYaml(join(directory, casesName))
  const unreadable = 'problem' in rule ? rule.problem : cases !== undefined && 'problem' in cases ? cases.problem : undefined
  if (unreadable !== undefined) return { file, rule: null, unreadable }
  return { file, rule: 'value' in rule ? rule.value : null, ...(cases !== undefined && 'value' in cases && { cases: cases.value }) }
}

/** A file's content, or where and why it is no YAML. */
function readYaml(file: string): { value: unknown } | { problem: string } {
  try {
    return { value: parse(readFileSync(file, 'utf8')) }
  } catch (error) {
    return { problem: `${file}: ${(error as Error).message.split('\n')[0]}` }
  }
}
