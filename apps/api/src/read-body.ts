import type { SchemaError } from '@claims-audit/contracts'
import { Problem } from '@claims-audit/service'

/** A body that fits its schema. Throws a 422 with `detail` that names each field that is wrong, never its value. */
export function readBody<T>(
  body: unknown,
  isValid: { (data: unknown): data is T; errors?: SchemaError[] | null },
  detail = 'Invalid request',
): T {
  if (isValid(body)) return body
  const errors = (isValid.errors ?? []).map(({ instancePath, keyword }) => ({
    pointer: instancePath,
    code: 'schema',
    keyword,
  }))
  throw new Problem(422, { detail, errors })
}
