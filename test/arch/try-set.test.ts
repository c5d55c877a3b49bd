/** Each form of `ptep_try_set()` on empty entries in various company, on the host. */
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {describe, it} from 'node:test';
import {archById} from '../../source/arch/index.ts';
import {buildHarness, runHarness, whyNotNative} from './support/native.ts';

const skip = whyNotNative() ?? false;

/**
 * What `ptep_try_set` makes of four empty entries, by mode and form: whether it says so, whether the entry is the new one,
 * whether the hardware maps it. The entries are one alone, one whose neighbour is in use, one at an odd place, and one with
 * the bits set that `pte_none()` ignores. The naive column of arch-facts.md 2, as far as one CPU can tell.
 */
const done = '1 1 1';
const refused = '0 0 0';
const right = [done, done, done, done];
const besideUsed = [done, refused, done, done];
const tries: Record<string, [candidate: number, results: string[]][]> = {
	i386: [
		[0, right],
		[1, besideUsed],
		[2, right],
	],
	// As merged half an entry is written, and mapped: without NX.
	'i386-pae': [
		[0, ['1 0 1', '1 0 1', '1 0 1', refused]],
		[1, [done, done, done, refused]],
		[2, right],
	],
	riscv32: [
		[1, besideUsed],
		[2, right],
	],
	m68k: [
		[1, besideUsed],
		[2, right],
	],
	// The kernel's entry is set and the hardware's is not.
	arm: [
		[1, ['1 1 0', refused, '1 1 0', '1 1 0']],
		[2, right],
	],
	'arm-lpae': [
		[1, right],
		[2, right],
	],
	xtensa: [
		[1, [refused, refused, refused, refused]],
		[2, right],
	],
};

describe('ptep_try_set on empty entries', {skip}, () => {
	for (const [id, forms] of Object.entries(tries)) {
		for (const [candidate, expected] of forms) {
			it(`${id}, candidate ${candidate}`, test => {
				const directory = buildHarness({...archById(id), bigEndian: false}, candidate);
				test.after(() => rmSync(directory, {recursive: true}));
				const lines = runHarness(directory, ['try']);
				if (lines === null) {
					test.skip('the host maps nothing at 64 KiB');
					return;
				}
				assert.deepEqual(
					lines.map(([, ...results]) => results.join(' ')),
					expected,
				);
			});
		}
	}
});
