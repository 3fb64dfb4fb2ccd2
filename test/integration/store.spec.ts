import { openStore } from '#store';
import { describeStore } from '../contract/store-suite.js';
import { newDatabase } from './services.js';

describeStore('PostgreSQL', async (clock) => openStore({ databaseUrl: await newDatabase(), clock }));
