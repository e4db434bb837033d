/** One spelling inside (upper-case, no dot), one outside (dotted), as claims come with either. */

/** `m43.02` → `M4302`. */
export const normalizeCode = (code: string): string =>
  code.replace(/[.\s]/g, '').replace(/[a-z]+/g, (letters) => letters.toUpperCase())

/**
 * `M4302` → `M43.02`; a category of three characters stays as it is. Diagnosis codes only: a procedure code has no dot.
 */
export const dotted = (code: string): string => (code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code)
