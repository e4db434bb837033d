import { readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PackError, loadRules } from '@claims-audit/audit'
import type { LoadedRule, RuleSource } from '@claims-audit/audit'
import { conceptsOf } from '@claims-audit/evidence'
import { PACK_CONCEPTS, readLexicon } from '../lexicon/lexicon.js'
import { PACK_CONCEPT_CASES } from './pack-concepts.js'
import { readYaml } from '../yaml/read-yaml.js'

/** The packs that ship with the product. */
export const SHIPPED_PACKS = fileURLToPath(new URL('../../../audit/packs', import.meta.url))

/**
 * Reads every rule of the shipped packs and of the directories named beside them: a rule is `name.yaml`, its cases
 * `name.cases.yaml`. Throws PackError, with file, line and field, for what is wrong in a file.
 */
export function readRulePacks(directories: string[] = [], lexicon = readLexicon({ packs: directories })): LoadedRule[] {
  return loadRules([SHIPPED_PACKS, ...directories.filter(isOwn)].flatMap(readRuleSources), conceptsOf(lexicon))
}

/** Reads the rules of one directory alone. Throws PackError as above. */
export function readRulePack(directory: string): LoadedRule[] {
  return loadRules(readRuleSources(directory), conceptsOf(readLexicon({ packs: [directory] })))
}

/** A shipped pack that is named again adds nothing. */
const isOwn = (directory: string): boolean => relative(SHIPPED_PACKS, resolve(directory)).startsWith('..')

/** The rule files of one directory, parsed and not yet judged. Throws PackError where it cannot be read or has none. */
function readRuleSources(directory: string): RuleSource[] {
  const files = filesIn(directory).filter((file) => YAML.test(file) && !OF_CONCEPTS.includes(file))
  const rules = files.filter((file) => !CASES.test(file))
  if (rules.length === 0) throw new PackError([`${directory}: no rule (NAME.yaml) in it`])
  const named = new Set(rules.map((file) => file.replace(YAML, '')))
  const orphans = files.filter((file) => CASES.test(file) && !named.has(file.replace(CASES, '')))
  return [
    ...rules.map((file) => sourceOf(directory, file, files)),
    ...orphans.map((file) => ({
      file: join(directory, file),
      rule: null,
      unreadable: `${join(directory, file)}: no rule beside it`,
    })),
  ]
}

/** A pack's concepts and their cases are no rules. */
const OF_CONCEPTS = [PACK_CONCEPTS, PACK_CONCEPT_CASES]
const YAML = /\.ya?ml$/
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
  const casesName = files.find((each) => CASES.test(each) && each.replace(CASES, '') === name.replace(YAML, ''))
  const cases = casesName === undefined ? undefined : readYaml(join(directory, casesName))
  const unreadable =
    'problem' in rule ? rule.problem : cases !== undefined && 'problem' in cases ? cases.problem : undefined
  if (unreadable !== undefined) return { file, rule: null, unreadable }
  return {
    file,
    ...('value' in rule ? { rule: rule.value, lineOf: rule.lineOf } : { rule: null }),
    ...(cases !== undefined && 'value' in cases && { cases: cases.value, caseLineOf: cases.lineOf }),
  }
}
