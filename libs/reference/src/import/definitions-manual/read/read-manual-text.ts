import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TextFile } from './manual-lines.js'
import type { ManualText } from './parse-definitions-manual.js'

/** Reads the text files of a Definitions Manual, by the names that CMS gives them. Throws where one is missing. */
export function readManualText(directory: string): ManualText {
  const names = readdirSync(directory).sort()
  const file = (pattern: RegExp): TextFile => {
    const name = names.find((each) => pattern.test(each))
    if (name === undefined) throw new Error(`${directory}: no file of the Definitions Manual like ${pattern}`)
    return readText(directory, name)
  }
  const logic = names.filter((name) => /^mdcs?_.*\.txt$/i.test(name)).map((name) => readText(directory, name))
  if (logic.length === 0) throw new Error(`${directory}: no mdcs_*.txt of the Definitions Manual`)
  return {
    a: file(/^appendix_A\.txt$/i),
    b: file(/^appendix_B\.txt$/i),
    c: file(/^appendix_C\.txt$/i),
    de: file(/^appendix_D_E\.txt$/i),
    f: file(/^appendix_F_[IJ]\.txt$/i),
    logic,
  }
}

/** The files are ASCII, now and then with a byte of Windows-1252. */
function readText(directory: string, name: string): TextFile {
  return { name, lines: readFileSync(join(directory, name), 'latin1').split(/\r?\n/) }
}
