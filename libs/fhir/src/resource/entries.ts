import { isObject } from './element.js'
import type { Found } from './references.js'

/** Types that are claims, and those that are documents. */
export const BILLED = new Set(['Claim', 'ExplanationOfBenefit'])
export const DOCUMENTS = new Set(['DocumentReference', 'Composition'])

/** The resources of a Bundle, or the one that a document is. */
export function entriesOf(document: { resourceType: string }): Found[] {
  if (document.resourceType !== 'Bundle') return [{ resource: document, pointer: '' }]
  return listOf(document, 'entry').flatMap((entry, at) => {
    const { resource, fullUrl } = (isObject(entry) ? entry : {}) as { resource?: unknown; fullUrl?: unknown }
    if (!isObject(resource)) return []
    return [{ resource, pointer: `/entry/${at}/resource`, fullUrl: typeof fullUrl === 'string' ? fullUrl : undefined }]
  })
}

export const typeOf = (resource: object): string => {
  const { resourceType } = resource as { resourceType?: unknown }
  return typeof resourceType === 'string' ? resourceType : 'unknown'
}

export function listOf(holder: object, name: string): unknown[] {
  const held = (holder as Record<string, unknown>)[name]
  return Array.isArray(held) ? held : []
}
