import { lstatSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../src/store/whole-file.ts';

test.skipIf(process.platform === 'win32')('a device is not replaced by a file, nor is a link to one', () => {
  const place = mkdtempSync(join(tmpdir(), 'posp-device-'));
  try {
    const link = join(place, 'junit.xml');
    symlinkSync('/dev/null', link);
    expect(() => writeWhole(link, 'text')).toThrow('it is a device, not a file');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
