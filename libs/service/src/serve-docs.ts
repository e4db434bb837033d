import type { NestExpressApplication } from '@nestjs/platform-express'
import type { OpenAPIObject, SwaggerCustomOptions } from '@nestjs/swagger'

/** An OpenAPI document at /openapi.json and /openapi.yaml, and as a page at /docs. */
export async function serveDocs(
  app: NestExpressApplication,
  document: object,
  swaggerOptions: SwaggerCustomOptions['swaggerOptions'] = {},
): Promise<void> {
  const { SwaggerModule } = await import('@nestjs/swagger')
  SwaggerModule.setup('docs', app, document as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'claims-audit',
    swaggerOptions,
  })
}
