import { codeKey, keyCode } from './code-key.js'
import { encodeColumns, openColumns } from '../storage/columns.js'

/** Taken once: in a module context of its own, as in tests, a global is looked up by name, ten times its own work. */
const { imul } = Math

/**
 * Numbers for codes: every string that was ever a diagnosis code, header or procedure code, in the order of `codeKey`.
 * A claim's codes are looked up here once; the compiled tables hold a row per number.
 */
export interface CodeDictionary {
  /** The number of a code, with or without the dot, in any case; -1 when it never was one. */
  diagnosis(code: string): number
  procedure(code: string): number
  /** The code, without a dot, of a number that the functions above gave. */
  diagnosisCode(number: number): string
  procedureCode(number: number): string
  /** By number, ascending: what prefixes are searched in. */
  diagnosisKeys: Float64Array
  procedureKeys: Float64Array
}

export interface CodeLists {
  diagnoses: Iterable<string>
  procedures: Iterable<string>
}

/** Compiles the dictionary of these codes, given without dots; repetitions are dropped. */
export function encodeCodeDictionary({ diagnoses, procedures }: CodeLists): Uint8Array {
  return encodeColumns({ diagnoses: sortedKeys(diagnoses), procedures: sortedKeys(procedures) }, null)
}

/** Opens what `encodeCodeDictionary` wrote. */
export function openCodeDictionary(bytes: Uint8Array): CodeDictionary {
  const columns = openColumns(bytes)
  const diagnosisKeys = columns.f64('diagnoses')
  const procedureKeys = columns.f64('procedures')
  return {
    diagnosis: finder(diagnosisKeys),
    procedure: finder(procedureKeys),
    diagnosisCode: (number) => keyCode(diagnosisKeys[number] as number),
    procedureCode: (number) => keyCode(procedureKeys[number] as number),
    diagnosisKeys,
    procedureKeys,
  }
}

function sortedKeys(codes: Iterable<string>): Float64Array {
  return Float64Array.from(new Set(codes), codeKey).sort()
}

/** Twice as many slots as keys, at least: a search ends after one or two. */
function finder(keys: Float64Array): (code: string) => number {
  const mask = 2 ** Math.ceil(Math.log2(keys.length * 2 + 2)) - 1
  const slots = new Int32Array(mask + 1).fill(-1)
  keys.forEach((key, number) => {
    let slot = hash(key) & mask
    while (slots[slot] !== -1) slot = (slot + 1) & mask
    slots[slot] = number
  })
  return (code) => {
    const key = codeKey(code)
    for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] as number
      if (number < 0 || keys[number] === key) return number
    }
  }
}

/** Multiplicative, over the key's low 32 bits and what is above them. */
function hash(key: number): number {
  const mixed = imul(key | 0, 0x9e3779b1) ^ imul((key / 0x100000000) | 0, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
