/** Why a phrase does not mean what it says, or undefined where it does. */
export function problemOfPhrase(phrase: string, groups: ReadonlySet<string>): string | undefined {
  for (const [braced, name = ''] of phrase.matchAll(/\{(\w*)\}?/g))
    if (!braced.endsWith('}') || !groups.has(name)) return `no group is named {${name}}`
  const slots = phrase.split(' ').map((slot) => slot.split('/'))
  if (slots.some((words) => words.includes(''))) return 'a blank or a slash too many'
  return slots.flatMap((words, at) => runOn(words, slots[at + 1] ?? []))[0]
}

/**
 * A slash parts single words: "csf/cerebrospinal fluid leak" reads as "csf fluid leak", and "disc space/disk space" as
 * "disc disk space". Told by a word that two slots in a row offer, and by an abbreviation that is short for the last
 * word of its slot and the one behind ("csf", of "cerebrospinal fluid").
 */
function runOn(words: string[], next: string[]): string[] {
  const twice = words.find(
    (word, at) => words.indexOf(word) < at || (next.length > 1 && words.length > 1 && next.includes(word)),
  )
  if (twice !== undefined) return [`"${twice}" stands twice: a slash parts single words; write a line for each phrase`]
  const [full = ''] = words.slice(-1)
  const short = words.find((word) => next.some((following) => abbreviates(word, full, following)))
  return short === undefined
    ? []
    : [`"${short} ${next[0]}": a slash parts single words; write "${short}" in a line of its own`]
}

const abbreviates = (short: string, full: string, following: string): boolean =>
  /^[^aeiou/{<]{2,4}$/.test(short) &&
  full.length > short.length &&
  following.length > 2 &&
  short[0] === full[0] &&
  short.at(-1) === following[0] &&
  !full.startsWith(short)
