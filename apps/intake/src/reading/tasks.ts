import { documentsIn } from './documents.js'
import { fhirClaimsIn } from './fhir-claims.js'
import { messageIn } from './message.js'

/** What is read of a body. All are pure, and give what can be sent from thread to thread. */
export const TASKS = { documents: documentsIn, message: messageIn, fhir: fhirClaimsIn }
export type Task = keyof typeof TASKS
export type AskedOf<T extends Task> = Parameters<(typeof TASKS)[T]>[0]
export type ReadBy<T extends Task> = ReturnType<(typeof TASKS)[T]>

export const readBody = <T extends Task>(task: T, asked: AskedOf<T>): ReadBy<T> =>
  (TASKS[task] as (asked: AskedOf<T>) => ReadBy<T>)(asked)
