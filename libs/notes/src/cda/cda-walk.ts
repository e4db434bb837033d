import { Refused } from '../report/result.js'
import { tell } from './header.js'
import type { Header } from './header.js'
import { Narrative } from './narrative.js'
import type { XmlHandler } from './xml.js'

/** What a document says: its sections' narrative, or what nonXMLBody holds, in which case no section is there. */
export interface Body {
  narrative: Narrative
  unstructured: Unstructured | undefined
}

interface Unstructured {
  mediaType: string
  representation: string
  isElsewhere: boolean
  text: string
  at: { id: string }
}

const UNSTRUCTURED = 'component/nonXMLBody/text'
const AUTHOR = 'author/assignedAuthor/assignedPerson/name'

/** Takes the head and the narrative out of a document as its elements pass. */
export class CdaWalk implements XmlHandler {
  readonly header: Header = { encounterIds: [], recordNumbers: [], replaces: [] }
  title = ''
  readonly body: Body = { narrative: new Narrative(), unstructured: undefined }
  /** Names from the root's children down to here. */
  readonly #path: string[] = []
  #isBegun = false
  /** How deep the section's text is whose markup passes; undefined outside of one. */
  #narrativeAt: number | undefined
  #sectionTitle = ''
  #author: string[] = []

  constructor(private readonly onSection: () => void) {}

  open(name: string, attributes: Record<string, string>): void {
    if (!this.#isBegun) {
      this.#isBegun = true
      if (name !== 'ClinicalDocument') throw new Refused('root-element', { line: 1 })
      return
    }
    this.#path.push(name === 'relatedDocument' ? `${name}[${attributes['typeCode'] ?? ''}]` : name)
    if (this.#narrativeAt !== undefined) return this.body.narrative.open(name, attributes['revised'] === 'delete')
    if (name === 'section') this.onSection()
    if (this.#isSections('text')) {
      this.#narrativeAt = this.#path.length
      this.body.narrative.begin()
      return
    }
    // No other element of the head is deeper.
    if (this.#path.length <= 4) this.#openHead(attributes)
  }

  close(name: string): void {
    if (this.#narrativeAt === this.#path.length && this.#narrativeAt !== undefined) {
      this.#narrativeAt = undefined
      this.body.narrative.end()
    } else if (this.#narrativeAt !== undefined) this.body.narrative.close(name)
    else if (this.#isSections('title')) {
      this.body.narrative.title(this.#sectionTitle)
      this.#sectionTitle = ''
    } else if (this.#path.join('/') === AUTHOR && this.header.author === undefined) {
      const author = this.#author.join(' ').replace(/\s+/g, ' ').trim()
      if (author !== '') this.header.author = author
    }
    this.#path.pop()
  }

  text(text: string): void {
    if (this.#narrativeAt !== undefined) return this.body.narrative.text(text)
    if (this.#isSections('title')) this.#sectionTitle += text
    else if (this.#path.length <= 5) this.#headText(text)
  }

  #openHead(attributes: Record<string, string>): void {
    const path = this.#path.join('/')
    tell(this.header, path, attributes)
    if (path === UNSTRUCTURED) {
      const { mediaType = '', representation = '' } = attributes
      this.body.unstructured = { mediaType, representation, isElsewhere: false, text: '', at: { id: 'nonXMLBody' } }
    } else if (path === `${UNSTRUCTURED}/reference` && this.body.unstructured !== undefined)
      this.body.unstructured.isElsewhere = true
  }

  #headText(text: string): void {
    const path = this.#path.join('/')
    if (path === 'title') this.title = `${this.title}${text}`.replace(/\s+/g, ' ').trimStart()
    else if (path === UNSTRUCTURED && this.body.unstructured !== undefined) this.body.unstructured.text += text
    else if (path.startsWith(AUTHOR) && this.header.author === undefined) this.#author.push(text)
  }

  /**
   * Whether this is the text or the title of a section, at whatever depth sections nest; an entry's are no narrative.
   */
  #isSections(name: 'text' | 'title'): boolean {
    const { length } = this.#path
    return this.#path[length - 1] === name && this.#path[length - 2] === 'section'
  }
}
