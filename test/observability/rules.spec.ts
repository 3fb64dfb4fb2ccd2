import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const FOLDER = 'config/prometheus';
const files = (folder: string) => readdirSync(join(FOLDER, folder)).map((name) => join(FOLDER, folder, name));
const promtool = (...args: string[]) => execFileSync('promtool', args, { encoding: 'utf8' });

describe('the rules of Prometheus', () => {
  it('are accepted by promtool, as is the configuration that names them', () => {
    expect(files('rules').length).toBeGreaterThan(5);
    expect(promtool('check', 'rules', ...files('rules'))).toContain('SUCCESS');
    expect(promtool('check', 'config', join(FOLDER, 'prometheus.yml'))).toContain('SUCCESS');
  });

  it.each(files('tests'))('%s: every alert fires when it should and is silent when it should', (file) => {
    expect(promtool('test', 'rules', file)).toContain('SUCCESS');
  });
});
