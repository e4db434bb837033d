import type { Fact } from '@claims-audit/evidence'
import type { Additional, Words } from './additional.js'
import { eachCode, phrasesOf, wordings } from './additional.js'

/**
 * Agents of diseases classified elsewhere (ICD-10-CM Tabular List, B95-B97), with the words of titles by which another
 * code carries them already.
 */
const AGENTS: Record<string, { words: readonly string[]; carriedBy: RegExp }> = {
  'B95.0': {
    words: ['group a streptococcus', 'group a strep', 'streptococcus pyogenes'],
    carriedBy: /group A|Streptococcal pharyngitis/i,
  },
  'B95.1': {
    words: ['group b streptococcus', 'group b strep', 'gbs', 'streptococcus agalactiae'],
    carriedBy: /group B/i,
  },
  'B95.2': {
    words: [
      'enterococcus',
      'enterococcal',
      'enterococcus faecalis',
      'enterococcus faecium',
      'vancomycin resistant enterococcus',
      'vre',
    ],
    carriedBy: /Enterococcus/i,
  },
  'B95.3': {
    words: ['streptococcus pneumoniae', 'pneumococcus', 'pneumococcal'],
    carriedBy: /Streptococcus pneumoniae|pneumococcal/i,
  },
  'B95.61': {
    words: [
      'mssa',
      'staphylococcus aureus',
      'staph aureus',
      ...wordings(['methicillin'], ['susceptible', 'sensitive'], ['staphylococcus aureus', 'staph aureus']),
    ],
    carriedBy: /Staphylococcus aureus/i,
  },
  'B95.62': {
    words: ['mrsa', ...wordings(['methicillin resistant'], ['staphylococcus aureus', 'staph aureus'])],
    carriedBy: /Staphylococcus aureus/i,
  },
  'B95.7': {
    words: [
      'coagulase negative staphylococcus',
      'coagulase negative staph',
      'staphylococcus epidermidis',
      'staph epidermidis',
      'staphylococcus saprophyticus',
    ],
    carriedBy: /staphylococc/i,
  },
  'B96.0': { words: ['mycoplasma', 'mycoplasma pneumoniae'], carriedBy: /Mycoplasma/i },
  'B96.1': { words: ['klebsiella', 'klebsiella pneumoniae', 'klebsiella oxytoca'], carriedBy: /Klebsiella/i },
  'B96.20': { words: ['coli', 'e coli', 'escherichia coli', 'e coli infection'], carriedBy: /Escherichia coli/i },
  'B96.3': {
    words: ['haemophilus influenzae', 'hemophilus influenzae', 'h influenzae'],
    carriedBy: /Hemophilus influenzae/i,
  },
  'B96.4': { words: ['proteus', 'proteus mirabilis', 'morganella', 'morganella morganii'], carriedBy: /Proteus/i },
  'B96.5': { words: ['pseudomonas', 'pseudomonas aeruginosa', 'pseudomonal'], carriedBy: /Pseudomonas/i },
  'B96.6': { words: ['bacteroides', 'bacteroides fragilis'], carriedBy: /anaerobe|Bacteroides/i },
  'B96.7': { words: ['clostridium perfringens'], carriedBy: /Clostridium perfringens/i },
  'B96.81': { words: ['helicobacter pylori', 'h pylori'], carriedBy: /Helicobacter/i },
  'B96.83': { words: ['acinetobacter', 'acinetobacter baumannii'], carriedBy: /Acinetobacter/i },
  'B96.89': {
    words: [
      'enterobacter',
      'enterobacter cloacae',
      'citrobacter',
      'citrobacter freundii',
      'serratia',
      'serratia marcescens',
    ],
    carriedBy: /gram-negative/i,
  },
  'B97.0': { words: ['adenovirus'], carriedBy: /Adenovir/i },
  'B97.4': { words: ['respiratory syncytial virus', 'rsv'], carriedBy: /respiratory syncytial/i },
  'B97.7': { words: ['human papillomavirus', 'hpv'], carriedBy: /papillomavirus/i },
  'B97.81': { words: ['human metapneumovirus', 'hmpv', 'metapneumovirus'], carriedBy: /metapneumovirus/i },
  'B97.89': { words: ['rhinovirus', 'parainfluenza virus'], carriedBy: /rhinovirus|parainfluenza/i },
}
const WORDS: Words = Object.fromEntries(Object.entries(AGENTS).map(([code, { words }]) => [code, words]))
const read = eachCode(WORDS)

/**
 * The infectious agent of an infection whose code does not name it (Guideline I.B.7), unless a billed title names it.
 */
export const ORGANISMS: Additional = {
  family: 'B9',
  asked: ['B95', 'B96', 'B97', ...Object.keys(AGENTS).map((code) => code.replace('.', ''))],
  phrases: phrasesOf(WORDS),
  read: (facts: Fact[], record) => {
    const titles = record.billed.map((code) => record.codeSets.diagnosis(code, record.date)?.title ?? '')
    return read(facts, record).filter(({ code }) => !titles.some((title) => AGENTS[code]?.carriedBy.test(title)))
  },
}
