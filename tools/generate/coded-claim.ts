interface Schema {
  properties: Record<string, { properties: Record<string, object> }>
}

/** The record is read by then; only a digest of it goes on. */
const RECORD = ['documents', 'documentation']

/** What is said of a field only in the coded claim. */
const DESCRIPTIONS: Record<string, string> = {
  lines: 'Empty where the claim has an admission and a discharge date: nothing that reads this event needs them then',
}

/** The schema of claims.validated, whose claim has the fields of the submitted one without its record. */
export function codedClaim(validated: string, submitted: string): string {
  const schema = JSON.parse(validated) as Schema
  const { properties } = JSON.parse(submitted) as Schema
  const fields = Object.entries(properties).filter(([name]) => !RECORD.includes(name))
  const { claim } = schema.properties
  if (claim === undefined) throw new Error('claims.validated has no claim')
  claim.properties = Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      DESCRIPTIONS[name] === undefined ? field : { description: DESCRIPTIONS[name], ...field },
    ]),
  )
  return JSON.stringify(schema, null, 2)
}
