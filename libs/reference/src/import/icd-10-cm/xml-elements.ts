import { SaxesParser } from 'saxes'

/** An element; `at` is its file and line, `text` what stands in it beside its children, trimmed. */
export interface XmlElement {
  at: string
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

/**
 * Reads an XML document. Throws SyntaxError, with file, line, column and the open elements, where it is not
 * well-formed.
 */
export function readXml(file: string, text: string): XmlElement {
  const top: XmlElement = { at: file, name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  const innermost = (): XmlElement => open.at(-1) as XmlElement
  const parser = new SaxesParser({ xmlns: false as const, fileName: file })
  parser.on('error', ({ message }) => {
    throw new SyntaxError(
      `${message} (in ${
        open
          .slice(1)
          .map(({ name }) => `<${name}>`)
          .join('') || 'no element'
      })`,
    )
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { at: `${file}:${parser.line}`, name, attributes, children: [], text: '' }
    innermost().children.push(element)
    open.push(element)
  })
  parser.on('text', (part) => (innermost().text += part))
  parser.on('cdata', (part) => (innermost().text += part))
  parser.on('closetag', () => {
    const element = open.pop() as XmlElement
    element.text = element.text.trim()
  })
  parser.write(text).close()
  return top.children[0] as XmlElement
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

/**
 * The text of the one child of that name. Throws SyntaxError where it is missing, comes several times, or one without
 * text.
 */
export function textOf(element: XmlElement, name: string): string {
  const [child, ...others] = childrenOf(element, name)
  if (!child?.text || others.length > 0)
    throw new SyntaxError(`${element.at}: <${element.name}> needs one <${name}> with text`)
  return child.text
}

/** An attribute's value. Throws SyntaxError where it is missing or empty. */
export function attributeOf(element: XmlElement, name: string): string {
  const value = element.attributes[name]?.trim()
  if (!value) throw new SyntaxError(`${element.at}: <${element.name}> needs the attribute ${name}`)
  return value
}
