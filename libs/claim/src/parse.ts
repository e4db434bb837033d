import { TOPICS, isSubmittedClaim, normalizeCode, storable, typeOf } from '@claims-audit/contracts'
import type {
  ClinicalDocument,
  CodedClaim,
  IsoDate,
  Reason,
  SchemaError,
  StructuredCapture,
  SubmittedClaim,
} from '@claims-audit/contracts'
import { ageAtAdmission, codingDate, codingDateField } from './dates.js'
import { textOf } from './utf-8.js'

/**
 * A claim with every default filled in, codes upper-case and undotted, diagnoses in their order (the principal first).
 */
export interface Claim extends CodedClaim {
  documents: ClinicalDocument[]
  documentation?: StructuredCapture
}

/** The first reason is the one with which the event is quarantined; the others help who reads a 422. */
export type Rejection = { rejected: Reason; others: Reason[] }
/**
 * `sentOn`: the day on which the event says that it was sent, in UTC (CloudEvents, `time`); undefined where it does not
 * say.
 */
export type ParsedClaim = { claim: Claim; sentOn?: IsoDate } | Rejection

/** What an event says of itself in binary mode, where it does: its headers `ce_type` and `ce_time`. */
export interface Envelope {
  type?: string | undefined
  time?: string | undefined
}

const TYPE = typeOf(TOPICS.submitted)

/**
 * The largest event that is read: its topic takes 4 MiB, headers and all. No claim that a hospital bills comes near it.
 */
export const MAX_EVENT_BYTES = 4_000_000

/**
 * Reads a submitted claim as it came: a bare claim or a CloudEvent in structured mode. Null is a tombstone: no claim.
 * Never throws. Of another `type` than ours, it is not read as if it were.
 */
export function parseEvent(event: string | Uint8Array | null, { type, time }: Envelope = {}): ParsedClaim {
  const read = readEvent(event, type)
  const parsed = 'rejected' in read ? read : parseClaim(read.value)
  const sentOn = dayOf(time)
  return 'rejected' in parsed || sentOn === undefined ? parsed : { sentOn, ...parsed }
}

/** Likewise what is sent as a note: it need not look like one, and its diagnoses may be missing. */
export function parseNote(event: string | Uint8Array | null): ParsedClaim {
  const read = readEvent(event)
  return 'rejected' in read ? read : parseRecord(read.value)
}

/** The JSON of an event that says to be of `type`, where it says one; `expected`: the type that is read. */
export function readEvent(
  event: string | Uint8Array | null,
  type?: string,
  expected = TYPE,
): { value: unknown } | Rejection {
  if (type !== undefined && type !== expected) return rejected('unknown-type', null, 'ce_type')
  if (event === null) return rejected('empty')
  if (event.length > MAX_EVENT_BYTES) return rejected('too-large')
  return readText(event)
}

/** JSON as it came over a wire: bytes of UTF-8 (RFC 8259, section 8.1), of any length. */
export function readText(json: string | Uint8Array): { value: unknown } | Rejection {
  const text = typeof json === 'string' ? json : textOf(json)
  return text === undefined ? { rejected: NOT_UTF8, others: [] } : readJson(text)
}

/**
 * Parses JSON text, a byte order mark before it or not (RFC 8259, section 8.1 lets a reader ignore one), so that what
 * it says can be stored.
 */
export function readJson(text: string): { value: unknown } | Rejection {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    return { value: UNSTORABLE.test(json) ? JSON.parse(json, repaired) : JSON.parse(json) }
  } catch {
    return rejected('not-json')
  }
}

/** No claim nests deeper than six; what does would overflow the stack of what walks it. */
const DEEPEST = 32

export function isDeeper(value: unknown, than = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false
  return than === 0 || Object.values(value).some((held) => isDeeper(held, than - 1))
}

/** Escapes of NUL and of surrogates: what Postgres text cannot hold may be among them. */
const UNSTORABLE = /\\u(?:0000|[dD][89a-fA-F])/

/** Each such code unit becomes U+FFFD, one for one, so that offsets stay exact. */
const repaired = (_name: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value)

/**
 * Validates a parsed JSON value and normalizes it. Never throws; a rejection names the field and the keyword it broke,
 * never a value.
 */
export function parseClaim(value: unknown): ParsedClaim {
  const parsed = parseRecord(value)
  if ('rejected' in parsed || parsed.claim.diagnoses.length > 0 || isNote(parsed.claim)) return parsed
  return rejected('no-diagnosis', '/diagnoses', 'minItems')
}

function parseRecord(value: unknown): ParsedClaim {
  if (isDeeper(value)) return rejected('too-deep')
  if (isCloudEvent(value) && value.type !== undefined && value.type !== TYPE) return rejected('unknown-type', '/type')
  const data = isCloudEvent(value) ? value.data : value
  if (!isSubmittedClaim(data)) {
    return rejectionOf(isSubmittedClaim.errors)
  }
  const claim = normalizeClaim(data)
  const sentOn = isCloudEvent(value) ? dayOf(value.time) : undefined
  return brokenDates(claim) ?? { claim, ...(sentOn !== undefined && { sentOn }) }
}

/**
 * Whether a claim without a diagnosis is a note that has no bill yet: of a stay that is not over, with its record, and
 * with nothing that is billed. No bill goes without a diagnosis (UB-04, form locator 67; CMS-1500, item 21).
 */
function isNote({ claimType, dischargeDate, billedDrg, lines, procedures, documents, documentation }: Claim): boolean {
  const isBilled = dischargeDate !== undefined || billedDrg !== undefined || lines.length > 0 || procedures.length > 0
  const hasRecord = documents.length > 0 || documentation !== undefined
  return claimType === 'institutional-inpatient' && !isBilled && hasRecord
}

/** Fills the defaults and brings codes into one spelling. */
export function normalizeClaim(data: SubmittedClaim): Claim {
  return {
    ...data,
    tenant: data.tenant ?? 'default',
    version: data.version ?? 1,
    revision: data.revision ?? 0,
    diagnoses: inOrder(data.diagnoses).map(({ poa, ...diagnosis }) => ({
      ...diagnosis,
      code: normalizeCode(diagnosis.code),
      ...(poa !== undefined && { poa: poa.toUpperCase() }),
    })),
    procedures: inOrder(data.procedures ?? []).map((procedure) => ({
      ...procedure,
      code: normalizeCode(procedure.code),
    })),
    lines: data.lines ?? [],
    ...(data.dischargeStatus !== undefined && { dischargeStatus: statusOf(data.dischargeStatus) }),
    ...(data.billedDrg !== undefined && { billedDrg: data.billedDrg.trim() }),
    documents: data.documents ?? [],
  }
}

/** Two digits; a blank status is missing, and not `00`. */
function statusOf(sent: string): string {
  const status = sent.trim()
  return status === '' ? '' : status.padStart(2, '0')
}

function inOrder<T extends { sequence?: number; role?: string }>(items: T[]): T[] {
  const rank = (item: T): number => (item.role === 'principal' ? -1 : (item.sequence ?? Infinity))
  return items
    .map((item, at) => ({ item, at }))
    .sort((a, b) => compare(rank(a.item), rank(b.item)) || a.at - b.at)
    .map(({ item }) => item)
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

function brokenDates(claim: Claim): Rejection | undefined {
  if (codingDate(claim) === undefined) return rejected('date-missing', codingDateField(claim), 'required')
  if (
    claim.admissionDate !== undefined &&
    claim.dischargeDate !== undefined &&
    claim.dischargeDate < claim.admissionDate
  )
    return rejected('date-order', '/dischargeDate', 'before-admission')
  if (ageAtAdmission(claim) === undefined) return rejected('date-order', '/patient/birthDate', 'after-admission')
  return undefined
}

/** The day of an RFC 3339 timestamp in UTC; a time that is not one says nothing. */
function dayOf(time: unknown): IsoDate | undefined {
  const at = typeof time === 'string' && /^\d{4}-\d{2}-\d{2}T/i.test(time) ? new Date(time) : undefined
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10)
}

export function isCloudEvent(value: unknown): value is { data: unknown; type?: unknown; time?: unknown } {
  return typeof value === 'object' && value !== null && 'specversion' in value && 'data' in value
}

/** Why a value is not what its schema says. */
export function rejectionOf(errors: SchemaError[] | null | undefined): Rejection {
  const [first, ...others] = (errors ?? []).filter(isTelling).map(reasonOf)
  return { rejected: first ?? reason('schema'), others }
}

/** `if` and `anyOf` only say that a branch failed; the branch's own error says what is wrong. */
const isTelling = (error: SchemaError): boolean => error.keyword !== 'if' && error.keyword !== 'anyOf'

function reasonOf(error: SchemaError): Reason {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : ''
  return reason('schema', error.instancePath + missing, error.keyword)
}

/** For what is no UTF-8 text. */
export const NOT_UTF8: Reason = { code: 'not-utf-8', pointer: null, keyword: null }
/** For what is larger than an event may be. */
export const TOO_LARGE: Reason = { code: 'too-large', pointer: null, keyword: null }

const reason = (code: string, pointer: string | null = null, keyword: string | null = null): Reason => ({
  code,
  pointer,
  keyword,
})

export const rejected = (...parts: Parameters<typeof reason>): Rejection => ({ rejected: reason(...parts), others: [] })
