import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import test, {suite} from 'node:test';
import {archs} from '../../source/arch/index.ts';
import {isAsExpected} from '../../source/explore/case.ts';
import {properties} from '../../source/explore/properties/index.ts';
import {variants} from '../../source/kernel/variants/index.ts';
import {counterIds} from '../../source/machine/vocabulary.ts';
import {programs} from '../../source/programs/index.ts';
import {disagreementAbout, disagreements} from '../../source/scenarios/disagreements.ts';
import {scenarios} from '../../source/scenarios/index.ts';
import {isCase, nameOf, run} from '../explore/kernel-helpers.ts';

const ids = (rows: readonly {id: string}[]): Set<string> => new Set(rows.map(({id}) => id));
const folder = new URL('../../source/scenarios/', import.meta.url);

suite('every scenario', () => {
	test('has an id of its own, which begins with the claim it decides', () => {
		assert.equal(ids(scenarios).size, scenarios.length);
		for (const {id, claims} of scenarios) {
			assert.match(id, /^C\d+-[a-z0-9-]+$/);
			assert.equal(claims[0], id.slice(0, id.indexOf('-')), id);
		}
	});

	test('names only what there is', () => {
		const known = {
			archs: ids(archs),
			variants: ids(variants),
			properties: ids(properties),
			programs: ids(programs),
			counters: new Set<string>(counterIds),
		};
		for (const scenario of scenarios) {
			assert.ok(existsSync(new URL(scenario.file, folder)), scenario.file);
			for (const arch of scenario.archs) assert.ok(known.archs.has(arch), `${scenario.id}: ${arch}`);
			for (const id of scenario.variants ?? []) assert.ok(known.variants.has(id), `${scenario.id}: ${id}`);
			for (const id of scenario.properties) assert.ok(known.properties.has(id), `${scenario.id}: ${id}`);
			for (const id of scenario.programs) assert.ok(known.programs.has(id), `${scenario.id}: ${id}`);
			for (const id of scenario.counters) assert.ok(known.counters.has(id), `${scenario.id}: ${id}`);
		}
	});

	test('says for every case what history expects, and where that is settled, why', () => {
		for (const {id, expectations} of scenarios) {
			const last = expectations.at(-1);
			assert.ok(last && !last.archs && !last.variants, `${id}: the last expectation must fit every case`);
			for (const {expected, reference} of expectations) {
				assert.ok(expected === 'open' || reference !== '', `${id}: an expectation without a reference`);
			}
		}
	});

	test('is expected of known variants, architectures and properties', () => {
		const known = {archs: ids(archs), variants: ids(variants), properties: ids(properties)};
		for (const {id, expectations} of scenarios) {
			for (const {archs: on = [], variants: by = [], property} of expectations) {
				for (const each of on) assert.ok(known.archs.has(each), `${id}: ${each}`);
				for (const each of by) assert.ok(known.variants.has(each), `${id}: ${each}`);
				if (property !== undefined) assert.ok(known.properties.has(property), `${id}: ${property}`);
			}
		}
	});
});

test('there is a scenario for every claim that the model can speak to', () => {
	const decided = new Set(scenarios.flatMap(({claims}) => claims));
	const all = [1, 20, 30, 40, 50].flatMap((from, index) =>
		Array.from({length: [18, 6, 7, 5, 6][index] ?? 0}, (_, offset) => `C${from + offset}`),
	);
	assert.deepEqual(
		all.filter(claim => !decided.has(claim)),
		[],
	);
});

suite('the lab and history', () => {
	const verdicts = readFileSync(new URL('../../docs/verdicts.md', import.meta.url), 'utf8');

	for (const [arch, variant] of [
		['x86_64', 'V0'],
		['x86_64', 'VM'],
		['x86_64', 'VJ'],
		['arm64', 'VJ'],
		['x86_64', 'VF35'],
		['arm64', 'VF35'],
		['arm64-nocontpte', 'VJ'],
	] as const) {
		test(`agree about ${variant} on ${arch}, or an argument says why not`, async t => {
			let cases = 0;
			for (const scenario of scenarios.filter(each => isCase(each, arch, variant))) {
				const report = await run(scenario, arch, variant, {limits: {milliseconds: 20_000}});
				cases++;
				assert.equal(report.error, null, nameOf(report));
				assert.notEqual(report.verdict, 'bounded', nameOf(report));
				if (isAsExpected(report) !== false) continue;
				assert.ok(
					disagreementAbout(scenario.id, arch, variant),
					`${nameOf(report)}: ${report.verdict} ${report.property}, expected ${report.expected} ${report.expectedProperty}`,
				);
			}
			t.diagnostic(`${cases} cases`);
			assert.ok(cases > 10);
		});
	}

	test('are printed in docs/verdicts.md, every scenario and every argument', () => {
		for (const {id} of scenarios) assert.ok(verdicts.includes(`### ${id}\n`), id);
		for (const {argument} of disagreements) assert.ok(verdicts.includes(argument), argument);
		assert.doesNotMatch(verdicts, /NOT ARGUED|error:/);
	});
});
