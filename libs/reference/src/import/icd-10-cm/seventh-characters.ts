import { attributeOf, childrenOf, textOf, type XmlElement } from './xml-elements.js'

/** 7th characters with their meanings, in the order of the file. */
export type SeventhCharacters = ReadonlyMap<string, string>

/** 7th characters that do not apply to codes with one of these 6th characters. */
export interface SeventhException {
  sixths: readonly string[]
  sevenths: readonly string[]
}

/** The 7th characters that a code defines for itself and all below it; undefined where it defines none. */
export function seventhsOf(diag: XmlElement): SeventhCharacters | undefined {
  const extensions = childrenOf(diag, 'sevenChrDef').flatMap((definition) => childrenOf(definition, 'extension'))
  const sevenths = new Map<string, string>()
  for (const extension of extensions) {
    const char = attributeOf(extension, 'char')
    if (!/^[0-9A-Z]$/.test(char) || sevenths.has(char) || !extension.text)
      throw new SyntaxError(`${extension.at}: ${char} is not one more 7th character with a meaning`)
    sevenths.set(char, extension.text)
  }
  return sevenths.size > 0 ? sevenths : undefined
}

const EXCEPTION =
  /^7th characters? (?<sevenths>.+) do(?:es)? not apply to codes in (?:sub)?category (?<code>\S+) with 6th characters? (?<sixths>. - .+)$/

/**
 * The exceptions that a code's notes make in words, as S06's has it: "7th characters D and S do not apply to codes in
 * category S06 with 6th character 7 - death due to …, or 8 - death due to …". Throws SyntaxError where one is said in
 * other words.
 */
export function seventhExceptionsOf(diag: XmlElement): SeventhException[] {
  const notes = childrenOf(diag, 'notes').flatMap((list) => childrenOf(list, 'note'))
  return notes
    .filter(({ text }) => /7th character.* not apply/i.test(text))
    .map((note) => exceptionIn(note, textOf(diag, 'name')))
}

function exceptionIn({ at, text }: XmlElement, owner: string): SeventhException {
  const { sevenths = '', code, sixths = '' } = EXCEPTION.exec(text)?.groups ?? {}
  if (code !== owner)
    throw new SyntaxError(`${at}: an exception for 7th characters in words that are not known: "${text}"`)
  return { sevenths: sevenths.match(/\b[0-9A-Z]\b/g) ?? [], sixths: sixths.match(/\b[0-9A-Z](?= - )/g) ?? [] }
}

/**
 * The first six characters of a code that takes a 7th: placeholder X fills them up (ICD-10-CM Official Guidelines,
 * I.A.4 and I.A.5).
 */
export function stemOf(diag: XmlElement, dotted: string): string {
  if (dotted.length > 'A00.000'.length) throw new SyntaxError(`${diag.at}: ${dotted} has no room for a 7th character`)
  return (dotted.length === 3 ? `${dotted}.` : dotted).padEnd('A00.000'.length, 'X')
}

/** JSON as the tables have it, in the order of the file (an object would put digits first); empty without one. */
export function jsonOf(sevenths: SeventhCharacters): string {
  const members = [...sevenths].map((member) => member.map((part) => JSON.stringify(part)).join(': '))
  return members.length > 0 ? `{${members.join(', ')}}` : ''
}
