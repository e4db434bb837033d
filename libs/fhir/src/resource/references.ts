import type { FhirResource, Reference } from 'fhir/r4.js'
import { Element, isObject } from './element.js'
import type { Asked } from './element.js'

/** A resource of a document, and where it is. */
export interface Found {
  resource: object
  pointer: string
  fullUrl?: string | undefined
}

/**
 * Finds what references name within one document (R4, 2.3.0 and bundle.html#references): in `contained`, by an entry's
 * full URL, by `Type/id` against the root of the full URL of the entry that refers, by `Type/id` alone. A URL in the
 * data is never fetched.
 */
export class References {
  readonly #byUrl = new Map<string, Found>()
  readonly #byId = new Map<string, Found>()

  constructor(
    entries: Found[],
    private readonly asked: Asked,
  ) {
    for (const entry of entries) {
      if (entry.fullUrl !== undefined && !this.#byUrl.has(entry.fullUrl)) this.#byUrl.set(entry.fullUrl, entry)
      const name = nameOf(entry.resource)
      if (name !== undefined && !this.#byId.has(name)) this.#byId.set(name, entry)
    }
  }

  /** What `reference`, of the resource `from`, names; undefined where it is not in the document. */
  resolve<T extends FhirResource>(reference: Element<Reference>, from: Found): Element<T> | undefined {
    const named = reference.text('reference')
    reference.text('type')
    if (named === undefined) return undefined
    const found = named.startsWith('#') ? containedIn(from, named.slice(1)) : this.#entry(named, from)
    return found && new Element<T>(found.resource, found.pointer, this.asked)
  }

  #entry(named: string, { fullUrl }: Found): Found | undefined {
    // A version behind it names the same resource.
    const plain = named.replace(/\/_history\/[^/]+$/, '')
    const exact = this.#byUrl.get(plain)
    if (exact !== undefined) return exact
    const relative = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(plain)?.[1]
    if (relative === undefined) return undefined
    const root = /^(.*\/)[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl ?? '')?.[1]
    return (root === undefined ? undefined : this.#byUrl.get(`${root}${relative}`)) ?? this.#byId.get(relative)
  }
}

function containedIn({ resource, pointer }: Found, id: string): Found | undefined {
  const contained = (resource as { contained?: unknown }).contained
  if (!Array.isArray(contained)) return undefined
  const at = contained.findIndex((each) => isObject(each) && (each as { id?: unknown }).id === id)
  return at < 0 ? undefined : { resource: contained[at] as object, pointer: `${pointer}/contained/${at}` }
}

function nameOf(resource: object): string | undefined {
  const { resourceType, id } = resource as { resourceType?: unknown; id?: unknown }
  return typeof resourceType === 'string' && typeof id === 'string' ? `${resourceType}/${id}` : undefined
}
