/** The edge of code-pages: all that is known of an ICD-10 code on a day, for a command and a page alike. Pure. */
export { codePage } from './code-page.js'
export type {
  CodePage,
  CodeUnknown,
  DiagnosisPage,
  DrgFamily,
  PageNote,
  PairedCodes,
  ProcedurePage,
  TitledCode,
} from './page.js'
