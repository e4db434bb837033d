/** The media type of a Content-Type, without its parameters, in small letters; empty where the header is missing. */
export const mediaTypeOf = (contentType = ''): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()
