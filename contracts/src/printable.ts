/**
 * What a terminal acts upon instead of showing: C0 and C1 controls, the marks that turn the direction of text (Unicode
 * Standard Annex 9), the separators that JSON allows and that some take for an end of line, and the byte order mark.
 * A class of a regular expression; the schemas hold the same.
 */
export const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff'

/** Ends of lines and tabs lay text out. */
const CONTROL = new RegExp(`(?!\\r?\\n|\\t)[${CONTROLS}]`, 'g')

/**
 * Text as a person may be shown it: each control as an escape that is seen (`\u001b`). JSON stays JSON and says the
 * same, since controls stand within its strings alone.
 */
export const printable = (text: string): string => text.replace(CONTROL, escaped)

const escaped = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
