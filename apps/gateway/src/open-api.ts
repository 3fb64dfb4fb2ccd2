import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI description of the gateway, from the routes themselves. */
export function describeApi(app: INestApplication, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Facteur')
    .setDescription(
      'From the ERP order to the cashed invoice. Amounts are exact decimals in strings; problems follow RFC 9457; lists are paged by cursor.',
    )
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: 'An API key, fk_…' });
  return SwaggerModule.createDocument(app, builder.build());
}

/** Serves the description at /openapi.json and as pages at /docs. */
export function serveApiDocs(app: INestApplication, version: string): OpenAPIObject {
  const document = describeApi(app, version);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', customSiteTitle: 'Facteur API' });
  return document;
}
