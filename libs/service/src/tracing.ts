/**
 * Sends spans where OTEL_EXPORTER_OTLP_ENDPOINT says; without it no span is made, and the SDK is not even loaded.
 * Sampling and all else by OpenTelemetry's own variables.
 */
export async function startTracing(service: string): Promise<() => Promise<void>> {
  if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] === undefined) return () => Promise.resolve()
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
  ])
  const sdk = new NodeSDK({
    serviceName: `claims-audit-${service}`,
    traceExporter: new OTLPTraceExporter(),
    instrumentations: [],
  })
  sdk.start()
  return () => sdk.shutdown()
}
