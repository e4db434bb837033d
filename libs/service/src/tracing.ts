import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { NodeSDK } from '@opentelemetry/sdk-node'

/** Sends spans where OTEL_EXPORTER_OTLP_ENDPOINT says; without it no span is made. Sampling and all else by OpenTelemetry's own variables. */
export function startTracing(service: string): () => Promise<void> {
  if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] === undefined) return () => Promise.resolve()
  const sdk = new NodeSDK({ serviceName: `claims-audit-${service}`, traceExporter: new OTLPTraceExporter(), instrumentations: [] })
  sdk.start()
  return () => sdk.shutdown()
}
