import { openTestStore } from '../../libs/testkit/src/memory-store.js';
import { describeStore } from './store-suite.js';

describeStore('PGlite', (clock) => openTestStore({ clock }));
