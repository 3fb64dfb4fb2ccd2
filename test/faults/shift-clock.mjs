// Loaded before a process under test (--import): SIGUSR2 makes its clock jump by CLOCK_JUMP_MS, as a wrongly set machine's does;
// timers, which run on the monotonic clock, are left alone. The same signal again takes it back.
const RealDate = Date;
let offset = 0;
const now = () => RealDate.now() + offset;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }
  static now() {
    return now();
  }
};
process.on('SIGUSR2', () => {
  offset = offset === 0 ? Number(process.env.CLOCK_JUMP_MS) : 0;
});
