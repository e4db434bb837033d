import type { Command } from 'commander'
import { exitWith } from '../options.js'
import { createReadStream } from 'node:fs'
import { linesOf } from '@claims-audit/claim'
import type { Line } from '@claims-audit/claim'
import type { EvidenceEngine, Fact } from '@claims-audit/evidence'
import { evidenceOf, readLexicon } from '@claims-audit/reference'
import { print, progress } from '../output.js'

/** A text to be read: one line of the input. */
interface Asked {
  id: string
  text: string
  targets: string[]
}

/** No note is longer; what is, is refused. */
const MAX_LINE_BYTES = 64 * 1024 * 1024

/** `facts FILE`: what the evidence engine reads in each text; phrases in `targets` are concepts too. */
export async function facts(file: string): Promise<number> {
  const evidence = evidenceOf(readLexicon())
  const watched = progress('texts')
  let exitCode = 0
  for await (const line of linesOf(file === '-' ? process.stdin : createReadStream(file), MAX_LINE_BYTES)) {
    const asked = askedOf(line)
    if (typeof asked === 'string') exitCode = 1
    await print(
      JSON.stringify(
        typeof asked === 'string'
          ? { outcome: 'rejected', line: line.number, reason: asked }
          : { id: asked.id, facts: readBy(evidence, asked) },
      ),
    )
    watched.count()
  }
  watched.end()
  return exitCode
}

/** The text that a line asks about, or why it asks about none. */
function askedOf({ text: line, rejected }: Line): Asked | string {
  if (rejected) return rejected.code
  const value = parsed(line)
  if (typeof value !== 'object' || value === null) return 'not-json'
  const { id, text, targets = [] } = value as Record<string, unknown>
  if (typeof id !== 'string') return 'schema: /id must be a string'
  if (typeof text !== 'string') return 'schema: /text must be a string'
  if (!Array.isArray(targets) || targets.some((target) => typeof target !== 'string'))
    return 'schema: /targets must be strings'
  return { id, text, targets: targets as string[] }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function readBy(evidence: EvidenceEngine, { id, text, targets }: Asked): object[] {
  // Its type says who wrote it, and changes nothing of what it says.
  const { facts: own, factsOf } = evidence.open([{ id, type: 'other', text }])
  return [...own, ...factsOf(targets)].sort((a, b) => a.start - b.start).map(shown)
}

/** Exactly the contract's fields; of two regions that a level may belong to, the one of its vertebra. */
function shown({ concept, text, start, end, assertion, temporality, experiencer, regions, level }: Fact): object {
  return {
    concept,
    text,
    start,
    end,
    assertion,
    temporality,
    experiencer,
    region: regions[0] ?? null,
    level: level ?? null,
  }
}

export function addFacts(program: Command): void {
  program
    .command('facts')
    .argument('<file>', 'texts as JSON lines {"id","type","text","targets":[…]}; - reads stdin')
    .description('print the clinical facts read from texts; targets are additional phrases to look for')
    .action(exitWith(facts))
}
