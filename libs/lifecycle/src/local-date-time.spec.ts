import { describe, expect, it } from '@jest/globals';
import { localDateTimeOf, parseLocalDateTime } from './local-date-time.js';

describe('the local time of lifecycle messages', () => {
  it.each(['2026-11-05T10:15:00', '2028-02-29T23:59:59'])('takes %s', (text) => {
    expect(parseLocalDateTime(text)).toBe(text);
  });

  it.each(['2026-02-30T10:15:00', '2026-11-05T24:00:00', '2026-11-05 10:15:00', '20261105101500', ''])(
    'refuses %s',
    (text) => {
      expect(parseLocalDateTime(text)).toBeUndefined();
    },
  );

  it('tells an instant as the clock in France shows it, in winter and in summer', () => {
    expect(localDateTimeOf(new Date('2026-11-05T09:15:00Z'))).toBe('2026-11-05T10:15:00');
    expect(localDateTimeOf(new Date('2026-07-05T22:15:09Z'))).toBe('2026-07-06T00:15:09');
  });
});
