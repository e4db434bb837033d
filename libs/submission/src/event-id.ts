import { nameUuids } from '@claims-audit/contracts'

const uuidOf = nameUuids('0f0c6c4e-5c1b-5d51-9f0e-8a7f5a6d8c37')

/**
 * The id of the event of a claim in a file, by the SHA-256 of the file's bytes in hex and the number of the claim in
 * it, from 0: a file that is sent again gives the same ids.
 */
export const eventIdInFile = (digest: string, ordinal: number): string => uuidOf(`${digest} ${ordinal}`)
