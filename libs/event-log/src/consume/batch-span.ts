import { propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Link } from '@opentelemetry/api'
import { text, type Received } from '../event/event.js'

/** A batch holds hundreds of traces; this many are linked. */
const MOST_LINKS = 16

/** Runs a handler in a span that links to the traces of its messages. The span carries positions and counts only. */
export function inBatchSpan<T>(stage: string, messages: readonly Received[], work: () => Promise<T>): Promise<T> {
  const first = messages[0]
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.type': 'process',
    'messaging.destination.name': first?.topic ?? '',
    'messaging.destination.partition.id': String(first?.partition ?? ''),
    'messaging.batch.message_count': messages.length,
  }
  const options = { kind: SpanKind.CONSUMER, attributes, links: linksTo(messages) }
  return trace.getTracer('claims-audit').startActiveSpan(`process ${stage}`, options, async (span) => {
    try {
      return await work()
    } catch (error) {
      // The kind of error only: its message may quote the claim.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' })
      throw error
    } finally {
      span.end()
    }
  })
}

function linksTo(messages: readonly Received[]): Link[] {
  const parents = new Set<string>()
  for (const { headers } of messages) {
    const traceparent = text(headers['traceparent'])
    if (traceparent !== undefined) parents.add(traceparent)
    if (parents.size === MOST_LINKS) break
  }
  return [...parents].flatMap((traceparent) => {
    const context = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }))
    return context ? [{ context }] : []
  })
}
