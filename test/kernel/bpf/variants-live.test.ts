/** Every variant on every architecture, as built, on one CPU with whole programs. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {archs} from '../../../source/arch/index.ts';
import {variants} from '../../../source/kernel/variants/index.ts';
import {skipReason} from './support/built.ts';
import {goodPrograms as good, race, troubleCounters} from './support/race.ts';

const skip = skipReason('images');
if (skip !== false) {
	console.log(`variants on one CPU skipped: ${skip}`);
}

describe('every variant on one CPU', {skip}, () => {
	for (const {id: arch, pairTlb} of archs) {
		for (const {id} of variants) {
			// VR repoints what nobody has touched. Where a refill takes the neighbour's page along, it has been touched.
			const isStale = id === 'VR' && pairTlb === true;

			it(`${arch} ${id}: correct programs have nothing to report and the books balance`, async () => {
				const {counters, books, traps} = await race(arch, id, good, 2000);
				assert.deepEqual(
					books.lines.filter(({ok}) => !ok),
					[],
				);
				assert.ok(counters.installs > 1000, `only ${counters.installs} installs`);
				assert.equal(traps, 0);

				for (const counter of troubleCounters) {
					if (isStale && (counter === 'corruptions' || counter === 'stale_uses')) {
						assert.ok(counters[counter] > 0, counter);
						continue;
					}

					assert.equal(counters[counter], 0, counter);
				}
			});
		}
	}

	it('x86_64: of those that replace scratch only VF32, VF32b and VF35 lose nothing of what is written after (C32)', async () => {
		const sound = [];

		for (const id of ['Vd', 'VJ', 'VL', 'VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF35']) {
			const {counters, books} = await race('x86_64', id, [...good, 'one-past-end']);
			assert.ok(counters.scratch_installs > 100, id);
			assert.equal(counters.alloc_failures, 0, id);
			assert.ok(books.balanced, id);
			if (counters.corruptions + counters.stale_uses === 0) sound.push(id);
		}

		assert.deepEqual(sound, ['VF32', 'VF32b', 'VF35']);
	});

	for (const arch of ['x86_64', 'arm64']) {
		it(`${arch} Vt: a program under the lock ends in endless faults (C2), and in no other variant`, async () => {
			for (const id of ['Vt', 'VM', 'VJ', 'VF32', 'VF35']) {
				const {counters, traps} = await race(arch, id, [...good, 'tracepoint-in-lock'], 1000);
				assert.equal(counters.lockups, traps, id);
				assert.equal(traps > 0, id === 'Vt', id);
			}
		});
	}

	it('arm64: only Vd and VR put a page where another one may still be in use (C30), without any concurrency', async () => {
		const broken = [];

		for (const id of ['VR', 'Vd', 'VM', 'VJ', 'VF32', 'VF32b', 'VF34', 'VF35']) {
			const {counters} = await race('arm64', id, [...good, 'one-past-end'], 2000);
			if (counters.bbm_violations > 0) broken.push(id);
		}

		assert.deepEqual(broken, ['VR', 'Vd']);
	});
});
