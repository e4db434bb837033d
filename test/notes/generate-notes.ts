import type { Dice } from '../conformance/dice.js'

/** Kinds of files that documents come in. */
export type Kind = 'hl7v2' | 'cda' | 'rtf' | 'html' | 'fhir'
export const KINDS: readonly Kind[] = ['hl7v2', 'cda', 'rtf', 'html', 'fhir']

const SENTENCES = [
  'Neck pain for three months, no weakness.',
  'CT shows a defect of the C6 pars with sclerotic margins.',
  'Denies numbness & tingling; gait is steady.',
  'Plan: collar, physical therapy, return in 6 weeks.',
  'Spondylolyse zervikal, Höhe C6 – ohne Gleiten.',
  'Family history of diabetes (mother).',
]

/** A file of a few documents of a kind, in words of our own. */
export function notesFile(kind: Kind, dice: Dice): Buffer {
  const texts = Array.from({ length: dice.between(1, 4) }, () =>
    Array.from({ length: dice.between(1, 5) }, () => dice.pick(SENTENCES)),
  )
  return Buffer.from(WRITERS[kind](texts, dice))
}

const WRITERS: Record<Kind, (texts: string[][], dice: Dice) => string> = {
  hl7v2: (texts, dice) => texts.map((lines, at) => message(lines, at, dice)).join(''),
  cda: (texts) =>
    `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2" extension="D"/><code code="11506-3"/>` +
    `<componentOf><encompassingEncounter><id root="1.3" extension="V"/></encompassingEncounter></componentOf>` +
    `<component><structuredBody>${texts.map((lines) => `<component><section><title>Exam</title><text>${table(lines)}</text></section></component>`).join('')}</structuredBody></component></ClinicalDocument>`,
  rtf: (texts) => rtf(texts.flat()),
  html: (texts) => `<html><head><style>b{}</style></head><body>${texts.map(table).join('<p>')}</body></html>`,
  fhir: (texts, dice) =>
    JSON.stringify({
      resourceType: 'Bundle',
      entry: texts.map((lines, at) => ({ resource: reference(lines, at, dice) })),
    }),
}

function message(lines: string[], at: number, dice: Dice): string {
  const end = '\r'
  const head = [
    `MSH|^~\\&|EHR|N|A|N|202601050815||${dice.pick(['MDM^T02', 'MDM^T08', 'ORU^R01'])}|${at}|P|2.5`,
    `PID|1||${at}^^^N^MR||Doe^T||||||||||||||ACC-${at}`,
    `TXA|1|PR|TX|20260105|||||9^Ames||||D-${at}`,
    `OBR|1||F-${at}|CT^CT^L|||20260104`,
  ]
  const ed = `OBX|9|ED|R^R^L||^TEXT^RTF^Base64^${Buffer.from(rtf(lines)).toString('base64')}||||||F`
  const told = lines.map((line, number) => `OBX|${number + 1}|TX|N^N^L||${line.replace('&', '\\T\\')}||||||F`)
  const text = [...head, ...told, ...(dice.chance(0.3) ? [ed] : [])].join(end)
  return dice.chance(0.5) ? `\v${text}${end}\x1c${end}` : text + end
}

const table = (lines: string[]): string =>
  `<table><tr>${lines.map((line) => `<td>${line.replace('&', '&amp;')}</td>`).join('')}</tr></table><list><item>${lines[0]?.replace('&', '&amp;')}</item></list>`

const rtf = (lines: string[]): string =>
  `{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Cyr;}}${lines.map((line) => `{\\f${line.length % 2} ${[...line].map(escaped).join('')}}\\par `).join('')}}`

const escaped = (character: string): string => {
  const code = character.charCodeAt(0)
  return code > 126 ? `\\u${code}?` : character
}

function reference(lines: string[], at: number, dice: Dice): object {
  const html = dice.chance(0.3)
  const text = html ? `<html>${table(lines)}</html>` : lines.join('\n')
  return {
    resourceType: 'DocumentReference',
    id: `d${at}`,
    status: 'current',
    subject: { identifier: { value: 'MRN' } },
    content: [
      { attachment: { contentType: html ? 'text/html' : 'text/plain', data: Buffer.from(text).toString('base64') } },
    ],
  }
}
