import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {adapterOf} from '../../../scripts/qemu/adapters.ts';
import {makeImage} from '../../../scripts/qemu/made-image.ts';
import {archs, memoryReader, walk} from '../../../source/arch/index.ts';

suite('made images', () => {
	for (const arch of archs.filter(mode => typeof adapterOf(mode) !== 'string')) {
		test(`${arch.id}: the walk finds what was put there, and nothing else`, () => {
			const {bytes, kernelRoot, expectations} = makeImage(arch, 3, true);
			const read = memoryReader(arch, new DataView(bytes.buffer));
			assert.ok(expectations.filter(({phys}) => phys !== null).length >= 500);
			assert.ok(expectations.filter(({phys}) => phys === null).length >= 500);

			for (const {address, phys} of expectations) {
				assert.equal(
					walk(arch, read, kernelRoot, address).result?.phys ?? null,
					phys,
					`0x${address.toString(16)}`,
				);
			}
		});
	}

	test('a mode without an adapter says why', () => {
		const without = archs.map(adapterOf).filter(adapter => typeof adapter === 'string');
		assert.ok(without.length > 0);
		assert.ok(without.every(reason => reason.length > 20));
	});
});
