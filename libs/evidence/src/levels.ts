import type { Region } from './fact.js'

/** A place named in the text. */
export interface Place {
  start: number
  end: number
  regions: Region[]
  /** `C6` or `C5-C6`, where a level is named and not only a region. */
  level?: string
}

const LEVEL = /(?<!['’])\b([CTLS])\s?([0-9]|1[0-2])(?:\s?[-/–]\s?([CTLS])?([0-9]|1[0-2]))?\b/gi
const WORDS: [RegExp, Region][] = [
  [/\b(?:occipito-?atlanto-?axial|atlanto-?axial|craniocervical)\b/gi, 'occipito-atlanto-axial'],
  [/\bcervico-?thoracic\b/gi, 'cervicothoracic'],
  [/\b(?:cervical|c-spine|neck)\b/gi, 'cervical'],
  [/\bthoraco-?lumbar\b/gi, 'thoracolumbar'],
  [/\b(?:thoracic|t-spine|mid-?back)\b/gi, 'thoracic'],
  [/\blumbo-?sacral\b/gi, 'lumbosacral'],
  [/\b(?:lumbar|l-spine|low(?:er)? back)\b/gi, 'lumbar'],
  [/\b(?:sacral|sacrococcygeal|sacrum)\b/gi, 'sacral'],
]

const HEART = String.raw`heart|cardiac|cardiovascular|cv|rrr|murmurs?|gallops?|rubs?`
const SPINE = String.raw`[CTL]\d|spin(?:e|al)|dis[ck]s?|vertebra\w*|nerve|roots?|foramen|foraminal|facets?|sacr\w+|lumb\w+|pars|stenosis|radicul\w+|spondyl\w+|fusion|levels?|dermatome\w*`
/** Words that look like a place of the spine and name none. Repetitions are bounded, so that reading stays linear in the text. */
const ELSEWHERE: RegExp[] = [
  // T1 and T2 are also what an MRI weighs an image by.
  /\bT[12]\b(?:[\s/,&+-]{1,3}(?:and\s|or\s)?T[12]\b){0,2}(?=[\s/–-]{0,3}(?:and\s|fat[\s-]?\w{0,12}\s)?(?:(?:high|low|increased|decreased|abnormal)\s)?(?:signal|weight|hyper-?int|hypo-?int|iso-?int|images?\b|imaging|sequence|flair|stir|bright|dark|prolong|shorten|relax|wi?\b|fs\b|tse\b|fse\b))/gi,
  /(?<=\b(?:intense|intensity|bright|dark|signal)\s(?:on|with)\s(?:the\s)?(?:axial\s|sagittal\s)?)T[12]\b(?:[\s/,&]{1,3}(?:and\s)?T[12]\b)?/gi,
  // A tumour's stage, thyroid hormones, and strength on the left.
  /\bT[0-4][a-d]?\s?N[0-3]/gi,
  /\b(?:free|total|serum)\sT[34]\b/gi,
  /\bL\s[0-5][+-]?\/5\b/g,
  // Necks that are no spine, and what else is cervical, thoracic, lumbar or sacral.
  /\b(?:femoral|surgical|anatomic(?:al)?|humeral|bladder|gallbladder|talar|radial|scapular|fibular|metacarpal|uterine|pancreatic|dental|aneurysm)\s+neck\b/gi,
  /\bneck\s+of\s+(?:the\s+)?(?:left\s+|right\s+)?(?:femur|humerus|bladder|gallbladder|talus|radius|scapula|fibula|pancreas|aneurysm)\b/gi,
  /\b(?:cervical|c-spine|neck)\s+(?:(?:and|or)\s+\w+\s+)?(?:hard\s+|soft\s+|rigid\s+)?(?:collars?|braces?|orthos[ei]s|lymph\w*|nodes?|adenopathy|cancer|carcinoma|cerclage|dysplasia|intraepithelial|smears?|cytology|screening|dilat\w+|polyps?|ripening|insufficiency|mucus|motion\s+tenderness|os)\b/gi,
  /\bthoracic\s+(?:surg\w+|aort\w+|outlet|duct|cavity|oncolog\w+|epidural)\b/gi,
  /\blumbar\s+(?:puncture|drain|brace|corset|support)\b/gi,
  /\bsacral\s+(?:decubit\w+|ulcers?|wounds?|pressure)\b/gi,
]

/** Every spinal level and region named in the text, in order. */
export function placesIn(written: string): Place[] {
  const text = ELSEWHERE.reduce(blankOut, withoutHeartSounds(written))
  const levels = [...text.matchAll(LEVEL)].flatMap((match) => levelAt(match) ?? [])
  const words = WORDS.flatMap(([pattern, region]) => [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, regions: [region] })))
  const places = [...levels, ...words].sort((a, b) => a.start - b.start || b.end - a.end)
  // Of "thoraco-lumbar", the "lumbar" within is no place of its own.
  return places.filter((place, at) => place.start >= (places[at - 1]?.end ?? 0))
}

/** Blanks keep every offset as it was. */
const blankOut = (text: string, pattern: RegExp): string => text.replace(pattern, (found) => ' '.repeat(found.length))

/** S1 and S2 are also the heart's sounds: beside a word of the heart, or as a pair where nothing else in the clause speaks of the spine. */
function withoutHeartSounds(text: string): string {
  return text.replace(CLAUSE, (clause) => {
    if (!SOUND.test(clause)) return clause
    const heart = OF_HEART.test(clause) || (SOUND_PAIR.test(clause) && !OF_SPINE.test(clause))
    return heart ? blankOut(clause, SOUNDS) : clause
  })
}

const CLAUSE = /[^.;\n]+/g
const SOUND = /\bS[1-4]\b/i
const SOUNDS = /\bS[1-4]\b/gi
const SOUND_PAIR = /\bS1\s?(?:[,/&+]|\band\b|\s)\s?S2\b/i
const OF_HEART = new RegExp(String.raw`\b(?:${HEART})\b`, 'i')
const OF_SPINE = new RegExp(String.raw`\b(?:${SPINE})\b`, 'i')

function levelAt(match: RegExpMatchArray): Place | undefined {
  const [whole, letter = '', number = '', secondLetter, secondNumber] = match
  const upper = vertebra(letter, number)
  const lower = secondNumber === undefined ? undefined : vertebra(secondLetter ?? (Number(secondNumber) < Number(number) ? next(letter) : letter), secondNumber)
  const regions = lower === undefined ? regionsOfVertebra(upper) : regionsOfSegment(upper, lower)
  if (regions.length === 0) return undefined
  const start = match.index ?? 0
  return { start, end: start + whole.length, regions, level: lower === undefined ? upper : `${upper}-${lower}` }
}

const vertebra = (letter: string, number: string): string => `${letter.toUpperCase()}${Number(number)}`
const next = (letter: string): string => ({ C: 'T', T: 'L', L: 'S' })[letter.toUpperCase()] ?? letter

/** One vertebra or root. C2 and L5 border two regions; C8 is a root without a vertebra, below C7 (M54.13), and one of the neck's. */
function regionsOfVertebra(level: string): Region[] {
  if (level === 'C0' || level === 'C1') return ['occipito-atlanto-axial']
  if (level === 'C2') return ['occipito-atlanto-axial', 'cervical']
  if (level === 'C8') return ['cervicothoracic', 'cervical']
  if (level === 'L5') return ['lumbar', 'lumbosacral']
  return wholeRegion(level)
}

/** A motion segment: within one part of the spine that part's region, across a border the junction's. */
function regionsOfSegment(upper: string, lower: string): Region[] {
  if (upper === 'C0' || lower === 'C1' || (upper === 'C1' && lower === 'C2')) return ['occipito-atlanto-axial']
  const [from, to] = [upper[0], lower[0]]
  if (from === to) return wholeRegion(lower)
  if (from === 'C' && to === 'T') return ['cervicothoracic']
  if (from === 'T' && to === 'L') return ['thoracolumbar']
  return from === 'L' && to === 'S' ? ['lumbosacral'] : []
}

const HIGHEST: Record<string, number> = { C: 8, T: 12, L: 5, S: 5 }
const WHOLE: Record<string, Region> = { C: 'cervical', T: 'thoracic', L: 'lumbar', S: 'sacral' }

function wholeRegion(level: string): Region[] {
  const letter = level.charAt(0)
  const number = Number(level.slice(1))
  const region = WHOLE[letter]
  return region !== undefined && number >= 1 && number <= (HIGHEST[letter] ?? 0) ? [region] : []
}
