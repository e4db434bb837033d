import type { DynamicModule } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccessGuard } from './access/access.guard.js'
import { AccessLogController } from './access/access-log.controller.js'
import { AuthController } from './access/auth.controller.js'
import { Identify } from './access/identify.js'
import type { IdentifyOptions } from './access/identify.js'
import { Provider } from './access/provider.js'
import type { ProviderOptions } from './access/provider.js'
import { FindingsController } from './findings.controller.js'
import { RunsController } from './runs.controller.js'
import { IDENTIFY, LEDGER, PROVIDER } from './tokens.js'

class ApiModule {}

/** All that the api serves, behind the one guard. Undefined `provider`: no one can sign in. */
export function apiModule(identify: IdentifyOptions, provider: ProviderOptions | undefined): DynamicModule {
  return {
    module: ApiModule,
    controllers: [FindingsController, RunsController, AccessLogController, AuthController],
    providers: [
      { provide: LEDGER, useValue: identify.ledger },
      { provide: IDENTIFY, useValue: new Identify(identify) },
      { provide: PROVIDER, useValue: provider && new Provider(provider) },
      { provide: APP_GUARD, useClass: AccessGuard },
    ],
  }
}
