/** Windows code pages by the names of the WHATWG's Encoding standard, which is what a decoder here knows. */
const BY_PAGE: Record<number, string> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
  866: 'ibm866',
}

/** \fcharset of a font (RTF 1.9.1, "Font Table") to the code page of its text. */
const BY_CHARSET: Record<number, number> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}

/** Runs of text between two words of control are short, and many: a decoder costs more than they do. */
const SHORT = 64

const decoders = new Map<string, InstanceType<typeof TextDecoder>>()

/** Bytes of a code page; one that is not known is read as windows-1252, as Word does. ASCII is the same in all of them. */
export function decodedPage(page: number, bytes: number[]): string {
  if (bytes.length <= SHORT && bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes)
  const label = BY_PAGE[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : 'windows-1252')
  const decoder = decoders.get(label) ?? new TextDecoder(label)
  decoders.set(label, decoder)
  return decoder.decode(Uint8Array.from(bytes))
}

export const pageOfCharset = (charset: number): number | undefined => BY_CHARSET[charset]
