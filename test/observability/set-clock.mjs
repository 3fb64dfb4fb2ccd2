// Loaded before a process under test (--import): its clock is off by CLOCK_OFFSET_MS, and it holds HELD_BYTES of memory. Timers, which
// run on the monotonic clock, are left alone.
const RealDate = Date;
const offset = Number(process.env.CLOCK_OFFSET_MS ?? 0);
if (offset !== 0)
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(RealDate.now() + offset);
      else super(...parts);
    }
    static now() {
      return RealDate.now() + offset;
    }
  };
const held = Number(process.env.HELD_BYTES ?? 0);
if (held > 0) globalThis.heldForTest = Buffer.alloc(held, 1);
