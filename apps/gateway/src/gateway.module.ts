import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { Assembly } from '#assembly';
import { ArchiveController } from './api/archive.controller.js';
import { ClaimsController } from './api/claims.controller.js';
import { CashController } from './api/cash.controller.js';
import { CustomersController } from './api/customers.controller.js';
import { EntriesController } from './api/entries.controller.js';
import { PaymentsController } from './api/payments.controller.js';
import { ReceivablesController } from './api/receivables.controller.js';
import { DisputesController } from './api/disputes.controller.js';
import { DocumentsController } from './api/documents.controller.js';
import { EReportsController } from './api/ereports.controller.js';
import { HealthController } from './api/health.controller.js';
import { HybridsController } from './api/hybrids.controller.js';
import { InvoicesController } from './api/invoices.controller.js';
import { LifecycleController } from './api/lifecycle.controller.js';
import { OperationsController } from './api/operations.controller.js';
import { OrdersController } from './api/orders.controller.js';
import { ParcelsController } from './api/parcels.controller.js';
import { PartnersController } from './api/partners.controller.js';
import { WebhooksController } from './api/webhooks.controller.js';
import { PlatformHooksController } from './api/platform-hooks.controller.js';
import { PlatformsController } from './api/platforms.controller.js';
import { RulesController } from './api/rules.controller.js';
import { ASSEMBLY } from './assembly.token.js';
import { AccessGuard } from './http/access.guard.js';
import { ProblemDetailsFilter } from './http/problem-details.filter.js';

/** The HTTP face of an assembled process. */
@Module({})
export class GatewayModule {
  static of(assembly: Assembly, imports: NonNullable<DynamicModule['imports']> = []): DynamicModule {
    return {
      module: GatewayModule,
      imports,
      controllers: [
        OrdersController,
        ParcelsController,
        PlatformsController,
        PlatformHooksController,
        InvoicesController,
        LifecycleController,
        EReportsController,
        CashController,
        ClaimsController,
        ReceivablesController,
        PaymentsController,
        EntriesController,
        CustomersController,
        DisputesController,
        OperationsController,
        DocumentsController,
        RulesController,
        HybridsController,
        PartnersController,
        WebhooksController,
        ArchiveController,
        HealthController,
      ],
      providers: [
        { provide: ASSEMBLY, useValue: assembly },
        { provide: APP_GUARD, useValue: new AccessGuard(assembly.context.store.apiKeys) },
        { provide: APP_FILTER, useValue: new ProblemDetailsFilter(assembly.log) },
      ],
    };
  }
}
