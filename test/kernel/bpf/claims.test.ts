/** What one CPU alone already shows of the variants, on the built images. The numbers follow from the seed. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {skipReason} from './support/built.ts';
import {goodPrograms as good, race} from './support/race.ts';

const skip = skipReason('images');
if (skip !== false) {
	console.log(`claims on one CPU skipped: ${skip}`);
}

describe('one CPU', {skip}, () => {
	for (const arch of ['x86_64', 'arm64']) {
		it(`${arch}: C9, one stray access refuses allocations for ever in VM, and not in VJ`, async () => {
			const merged = await race(arch, 'VM', [...good, 'one-past-end']);
			assert.ok(merged.counters.scratch_installs < 20);
			assert.ok(merged.counters.set_refused_scratch > 1000);
			assert.equal(merged.counters.alloc_failures, merged.counters.set_refused_scratch);
			assert.equal(merged.counters.set_replaced_scratch, 0);
			assert.ok(merged.books.balanced);

			const fixed = await race(arch, 'VJ', [...good, 'one-past-end']);
			assert.ok(fixed.counters.set_replaced_scratch > 100);
			assert.equal(fixed.counters.set_refused_scratch, 0);
			assert.equal(fixed.counters.alloc_failures, 0);
			assert.ok(fixed.books.balanced);
		});

		it(`${arch}: C1, recovery works under the lock of the faulting CPU itself`, async () => {
			const {counters, traps} = await race(arch, 'VJ', [...good, 'tracepoint-in-lock']);
			assert.ok(counters.set_replaced_scratch > 100);
			assert.equal(counters.lock_failures, 0);
			assert.equal(traps, 0);
		});

		it(`${arch}: C41, what lies below the base is an oops in every variant`, async () => {
			const {counters, traps} = await race(arch, 'VJ', [...good, 'below-base']);
			assert.ok(traps > 10);
			assert.equal(counters.oopses, traps);
			assert.equal(counters.scratch_installs, 0);
		});
	}

	it('C32: on x86-64 writes after scratch was replaced are lost without any concurrency, on arm64 not', async () => {
		const x86 = await race('x86_64', 'VJ', [...good, 'one-past-end']);
		assert.ok(x86.counters.corruptions > 0);
		assert.ok(x86.counters.stale_uses > 0);

		const arm = await race('arm64', 'VJ', [...good, 'one-past-end']);
		assert.equal(arm.counters.corruptions, 0);
		assert.equal(arm.counters.stale_uses, 0);
	});
});
