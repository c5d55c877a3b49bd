/** One CPU of the built images with some programs, from boot; what it does follows from the seed. */
import assert from 'node:assert/strict';
import {archById} from '../../../../source/arch/index.ts';
import {checkBooks} from '../../../../source/machine/books.ts';
import {builtImages} from '../../../../source/machine/image-store.ts';
import {createInstance, TrapError} from '../../../../source/machine/instance.ts';
import type {Books, Counters} from '../../../../source/machine/lab.ts';
import * as layout from '../../../../source/machine/layout.ts';
import {createMemoryReader} from '../../../../source/machine/memory-reader.ts';
import {readCounters} from '../../../../source/machine/snapshot.ts';

/** The well-behaved programs. */
export const goodPrograms = ['churn', 'producer-consumer', 'batch'];

/** Counters that stay 0 while programs behave, whatever the variant. */
export const troubleCounters = [
	'violations',
	'corruptions',
	'stale_uses',
	'oopses',
	'lockups',
	'alloc_failures',
] as const;

/** What came of it. */
export interface RaceResult {
	counters: Counters;
	books: Books;
	traps: number;
}

/** One CPU with these programs and the user's touches, from boot. */
export async function race(
	archId: string,
	variant: string,
	programs: readonly string[],
	operations = 4000,
): Promise<RaceResult> {
	const arch = archById(archId);
	const {module, manifest} = await builtImages()(archId);
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
