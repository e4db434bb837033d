/** An error's kind, e.g. `QueryFailedError 28P01`. Its message may quote a value of the claim, so it is never told. */
export function kindOf(error: unknown): string {
  const { code, type, cause, errors } = (error ?? {}) as {
    code?: unknown
    type?: unknown
    cause?: unknown
    errors?: unknown
  }
  const details = [type, code].filter((part) => typeof part === 'string')
  // node-postgres puts the network's code one level down, where several addresses were tried.
  const inner = Array.isArray(errors) ? errors[0] : cause
  const because = inner instanceof Error && details.length === 0 ? [`by ${kindOf(inner)}`] : []
  return [nameOf(error), ...details, ...because].join(' ')
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

/** What an error of ours says of itself, which is safe to say; of any other only its kind is. */
export const toldOf = (error: unknown): string => (isOwn(error) ? error.message : kindOf(error))

const isOwn = (error: unknown): error is Error =>
  error instanceof Error && (error as { willPass?: boolean }).willPass === true
