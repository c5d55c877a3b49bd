/** The tables of variants and programs against the files beside them. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {variants} from '../../../source/kernel/variants/index.ts';
import {programs} from '../../../source/programs/index.ts';

const folder = (path: string) => new URL(`../../../source/${path}`, import.meta.url);
const cFiles = (path: string) =>
	readdirSync(folder(path))
		.filter(name => name.endsWith('.c'))
		.sort();

describe('tables', () => {
	it('list every variant file once, in the order of history', () => {
		assert.deepEqual(variants.map(({file}) => file).sort(), cFiles('kernel/variants/'));
		assert.deepEqual(
			variants.map(({id}) => id),
			'V0 VR V1 Vt Vd V2 VM VS VJ VL VF21 VF22 VF25 VF32 VF32b VF34 VF34q VF34l VF35'.split(' '),
		);
	});

	it('list every program file once, with the digits as keys of the buggy ones', () => {
		assert.deepEqual(programs.map(({file}) => file).sort(), cFiles('programs/'));
		assert.equal(new Set(programs.map(({id}) => id)).size, programs.length);
		assert.equal(
			programs
				.filter(({kind}) => kind === 'buggy')
				.map(({key}) => key)
				.join(''),
			'1234567890',
		);
		assert.ok(programs.every(({kind, key}) => kind === 'buggy' || key === ''));
	});

	it('name the claims that the file of each variant speaks about', () => {
		for (const {file, claims} of variants) {
			const text = readFileSync(folder(`kernel/variants/${file}`), 'utf8');
			const mentioned = new Set(text.match(/\bC\d+\b/g));
			assert.deepEqual([...mentioned].sort(), [...claims].sort(), file);
		}
	});

	it('attach to the tracepoint what says so in its section', () => {
		for (const {file, runsOn} of programs) {
			const text = readFileSync(folder(`programs/${file}`), 'utf8');
			assert.equal(/SEC\("tp_btf\//.test(text), runsOn === 'tracepoint', file);
		}
	});
});
