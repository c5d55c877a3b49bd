/** What one CPU alone already shows of the variants, on the built images. The numbers follow from the seed. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {archs} from '../../../source/arch/index.ts';
import {checkBooks} from '../../../source/machine/books.ts';
import {builtFile} from '../../../source/machine/built-file.ts';
import {imagesInFolder, type LoadedImage} from '../../../source/machine/image-store.ts';
import {createInstance, TrapError} from '../../../source/machine/instance.ts';
import type {Books, Counters} from '../../../source/machine/lab.ts';
import * as layout from '../../../source/machine/layout.ts';
import {createMemoryReader} from '../../../source/machine/memory-reader.ts';
import {readCounters} from '../../../source/machine/snapshot.ts';

const good = ['churn', 'producer-consumer', 'batch'];
const operations = 4000;

interface Result {
	counters: Counters;
	books: Books;
	traps: number;
}

/** One CPU with these programs and the user's touches, from boot. */
async function race(archId: string, variant: string, programs: string[]): Promise<Result> {
	const arch = archs.find(({id}) => id === archId);
	assert.ok(arch);
	const {module, manifest}: LoadedImage = await imagesInFolder(builtFile('images'))(archId);
	const pages = manifest.memoryBytes / 0x1_0000;
	const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
	const reader = createMemoryReader(memory.buffer, manifest);
	const cpu = createInstance(module, memory);
	const stacks = manifest.symbols.cpu_stacks;
	assert.ok(stacks);
	const stackTop = stacks.address + stacks.size / layout.maximumCpus;
	cpu.variant.value = manifest.variants.indexOf(variant);
	cpu.stack_pointer.value = stackTop;
	cpu.machine_boot(1, 1);
	reader.setU32(reader.address('lab_control') + layout.control.workload * 4, 3);

	for (const id of programs) {
		const row =
			reader.address('lab_programs') + Object.keys(manifest.programs).indexOf(id) * layout.programWords * 4;
		reader.setU32(row + layout.program.entry * 4, manifest.programs[id] ?? 0);
		reader.setU32(row + layout.program.state * 4, layout.programStates.indexOf('loaded'));
	}

	cpu.cpu_online(0);
	let done = 0;
	let traps = 0;

	while (done + traps < operations) {
		try {
			// Few at a time: what a trap cuts short is not counted.
			done += cpu.cpu_run(Math.min(20, operations - done - traps));
		} catch (error) {
			assert.ok(error instanceof TrapError);
			traps++;
			cpu.stack_pointer.value = stackTop;
			cpu.cpu_recover(error.code);
		}
	}

	return {counters: readCounters(reader, 0), books: checkBooks(arch, reader, 1), traps};
}

function whyNotBuilt(): string | undefined {
	try {
		builtFile('images');

		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

const skip = whyNotBuilt() ?? false;
if (skip !== false) {
	console.log(`claims on one CPU skipped: ${skip}`);
}

describe('one CPU', {skip}, () => {
	for (const arch of ['x86_64', 'arm64', 'riscv64', 's390x']) {
		for (const variant of ['V0', 'V1', 'VM', 'VJ', 'VF34']) {
			it(`${arch} ${variant}: correct programs have nothing to report and the books balance`, async () => {
				const {counters, books, traps} = await race(arch, variant, good);
				assert.deepEqual(
					books.lines.filter(({ok}) => !ok),
					[],
				);
				assert.ok(counters.installs > 1000, `only ${counters.installs} installs`);
				assert.equal(traps, 0);
				const never = [
					'violations',
					'corruptions',
					'stale_uses',
					'oopses',
					'lockups',
					'alloc_failures',
				] as const;

				for (const id of never) {
					assert.equal(counters[id], 0, id);
				}
			});
		}
	}

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
