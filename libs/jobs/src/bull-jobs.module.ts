import { BullModule, getQueueToken } from '@nestjs/bull';
import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type Bull from 'bull';
import { BullRunner, type BullRunnerOptions, type CarriedJobs } from './bull-runner.js';

export interface BullJobsOptions extends BullRunnerOptions {
  /** `redis://…` or `rediss://…`. */
  readonly redisUrl: string;
  /** Keeps several installations in one Redis apart; `facteur` unless said. */
  readonly prefix?: string;
}

const QUEUE = 'jobs';

/** Starts the runner with the application and stops it before connections close. */
@Injectable()
export class BullJobsLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(BullRunner) private readonly runner: BullRunner) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }
}

/** Carries jobs with Bull on Redis. Exports `BullRunner`, which is the application's `JobRunner`. */
@Module({})
export class BullJobsModule {
  /** The runner starts when the application does (`init` or `listen`) and stops with `close`. */
  static forRoot(options: BullJobsOptions): DynamicModule {
    return {
      module: BullJobsModule,
      imports: [
        BullModule.registerQueue({
          name: QUEUE,
          url: options.redisUrl,
          prefix: options.prefix ?? 'facteur',
          // Nothing is kept in Redis: the row in the database says how a job ended.
          defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
          // Two carriers of one job are harmless (the row is leased), a job that stalls is carried again.
          settings: { lockDuration: 60_000, maxStalledCount: 100, retryProcessDelay: 500 },
        }),
      ],
      providers: [
        {
          provide: BullRunner,
          useFactory: (queue: Bull.Queue<CarriedJobs>) => new BullRunner(queue, options),
          inject: [getQueueToken(QUEUE)],
        },
        BullJobsLifecycle,
      ],
      exports: [BullRunner],
    };
  }
}
