import type { Encounter } from '@claims-audit/contracts'
import { dayOf, idOf } from '../hl7/values.js'

/**
 * What the head of a C-CDA says of the document; `replaces`: documents that it says it replaces (relatedDocument RPLC).
 */
export interface Header {
  id?: string
  setId?: string
  version?: string
  loinc?: string
  effectiveTime?: string
  encounterIds: string[]
  from?: string
  through?: string
  recordNumbers: string[]
  replaces: string[]
  author?: string
}

type Attributes = Record<string, string>

/** An instance identifier (II) of the header: its extension, else its root. */
const extensionOf = ({ extension, root }: Attributes): string | undefined => extension || root || undefined
/** A document's own: both parts, as the extension is unique only under its root. */
const globalIdOf = ({ extension = '', root = '' }: Attributes): string | undefined => idOf(root, extension)

/** What the attributes of an element of the head tell, by its path below ClinicalDocument. */
const TELLS: Record<string, (header: Header, attributes: Attributes) => void> = {
  id: (header, told) => set(header, 'id', globalIdOf(told)),
  setId: (header, told) => set(header, 'setId', globalIdOf(told)),
  versionNumber: (header, { value }) => set(header, 'version', value),
  code: (header, { code }) => set(header, 'loinc', code),
  effectiveTime: (header, { value }) => set(header, 'effectiveTime', value),
  'recordTarget/patientRole/id': (header, told) => add(header.recordNumbers, told['extension']),
  'componentOf/encompassingEncounter/id': (header, told) => add(header.encounterIds, extensionOf(told)),
  'componentOf/encompassingEncounter/effectiveTime': (header, { value }) => {
    set(header, 'from', value)
    set(header, 'through', value)
  },
  'componentOf/encompassingEncounter/effectiveTime/low': (header, { value }) => set(header, 'from', value),
  'componentOf/encompassingEncounter/effectiveTime/high': (header, { value }) => set(header, 'through', value),
  'relatedDocument[RPLC]/parentDocument/id': (header, told) => add(header.replaces, globalIdOf(told)),
}

export function tell(header: Header, path: string, attributes: Attributes): void {
  if (Object.hasOwn(TELLS, path)) TELLS[path]?.(header, attributes)
}

/** The first of each counts. */
function set(
  header: Header,
  name: Exclude<keyof Header, 'encounterIds' | 'recordNumbers' | 'replaces'>,
  value?: string,
): void {
  if (value !== undefined && value !== '') header[name] ??= value
}

function add(list: string[], value: string | undefined): void {
  if (value !== undefined && value !== '') list.push(value)
}

/**
 * Which stay the document is of. The identifier of an encounter is a visit's number; some systems have one for account
 * and visit.
 */
export function encounterIn({ encounterIds, recordNumbers, from, through }: Header): Encounter | undefined {
  const visitNumber = idOf(encounterIds[0] ?? '')
  const medicalRecordNumber = idOf(recordNumbers[0] ?? '')
  if (visitNumber === undefined && medicalRecordNumber === undefined) return undefined
  const [first, last] = [dayOf(from ?? ''), dayOf(through ?? '')]
  return {
    ...(visitNumber !== undefined && { visitNumber }),
    ...(medicalRecordNumber !== undefined && { medicalRecordNumber }),
    ...(first !== undefined && { from: first }),
    ...(last !== undefined && { through: last }),
  }
}
