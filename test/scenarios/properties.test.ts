/** A check that cannot fail is no check: each property has a scenario that breaks it and a mended twin that does not. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {properties} from '../../source/explore/properties/index.ts';
import type {ExploreImage} from '../../source/explore/run-case.ts';
import {brokenImage, pairs, runSide, type Side} from './broken-scenarios.ts';

/** Properties that only an architecture with that rule has; the others are shown on x86-64. */
const onlyOn: Record<string, string> = {'break-before-make': 'arm64'};
/** Sides that are the same C under two variants. */
const variantOf: Record<string, Record<Side, string>> = {
	'allocation-recovers': {broken: 'VM', mended: 'VJ'},
};

const images = new Map<string, ExploreImage>();

function found({error, verdict, property}: CaseReport) {
	assert.equal(error, null);
	return [verdict, property];
}

function imageOf(arch: string): ExploreImage {
	const image = images.get(arch);
	assert.ok(image, `no image of ${arch}`);
	return image;
}

before(async () => {
	for (const arch of ['x86_64', 'arm64']) images.set(arch, await brokenImage(arch));
});

describe('properties', () => {
	it('are all broken by a scenario here', () => {
		const missing = properties.filter(({id}) => !pairs.some(({property}) => property === id));
		assert.deepEqual(
			missing.map(({id}) => id),
			[],
		);
	});

	it('are all that is broken here', () => {
		const unknown = pairs.filter(({property}) => !properties.some(({id}) => id === property));
		assert.deepEqual(unknown, []);
	});
});

for (const {id, title} of properties) {
	describe(title, () => {
		const arch = onlyOn[id] ?? 'x86_64';

		for (const pair of pairs.filter(({property}) => property === id)) {
			const way = pair.way === '' ? '' : ` (${pair.way})`;

			it(`is broken${way}, and a trace shows where`, () => {
				const report = runSide(imageOf(arch), pair, 'broken', variantOf[id]?.broken);
				assert.deepEqual(found(report), ['violated', id]);
				assert.ok(report.shortest);
				assert.notEqual(report.text, '');
			});

			it(`holds when that is mended${way}`, () => {
				const report = runSide(imageOf(arch), pair, 'mended', variantOf[id]?.mended);
				assert.deepEqual(found(report), ['holds', null]);
				assert.ok(report.finals > 0);
			});
		}
	});
}

describe('what an architecture allows', () => {
	const broken = (arch: string, name: string) => {
		const pair = pairs.find(each => each.name === name);
		assert.ok(pair);
		return found(runSide(imageOf(arch), pair, 'broken'));
	};

	it('x86-64 may repoint an entry without a flush', () => {
		assert.deepEqual(broken('x86_64', 'break_before_make'), ['holds', null]);
	});

	it('arm64 may flush with interrupts off', () => {
		assert.deepEqual(broken('arm64', 'ipi_with_interrupts_off'), ['holds', null]);
	});
});
