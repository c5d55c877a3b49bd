/** One CPU of the built images run by hand on the test's own thread, where everything is repeatable. */
import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {archs} from '../../source/arch/index.ts';
import {checkBooks} from '../../source/machine/books.ts';
import {imagesInFolder} from '../../source/machine/image-store.ts';
import {createInstance} from '../../source/machine/instance.ts';
import * as layout from '../../source/machine/layout.ts';
import {createMemoryReader} from '../../source/machine/memory-reader.ts';
import {readCounters} from '../../source/machine/snapshot.ts';
import {pageStates} from '../../source/machine/vocabulary.ts';

const folder = fileURLToPath(new URL('../../dist/images', import.meta.url));
const store = imagesInFolder(folder);

/** Boots a machine of one CPU with the well-behaved programs. */
async function boot(arch: string, seed: number) {
	const {module, manifest} = await store(arch);
	const pages = manifest.memoryBytes / 65_536;
	const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
	const reader = createMemoryReader(memory.buffer, manifest);
	const machine = createInstance(module, memory);
	const stacks = manifest.symbols.cpu_stacks;
	assert.ok(stacks);
	machine.stack_pointer.value = stacks.address + stacks.size / layout.maximumCpus;
	machine.variant.value = manifest.variants.indexOf('VJ');
	machine.machine_boot(1, seed);
	reader.setU32(reader.address('lab_control') + layout.control.workload * 4, 3);

	for (const [index, id] of Object.keys(manifest.programs).entries()) {
		const program = reader.address('lab_programs') + index * layout.programWords * 4;

		if (['churn', 'producer-consumer', 'batch'].includes(id)) {
			reader.setU32(program + layout.program.entry * 4, manifest.programs[id] ?? 0);
			reader.setU32(program + layout.program.state * 4, layout.programStates.indexOf('loaded'));
		}
	}

	machine.cpu_online(0);

	return {machine, reader, counters: () => readCounters(reader, 0)};
}

for (const arch of archs) {
	const skip = existsSync(`${folder}/${arch.id}.wasm`) ? false : `no image of ${arch.id}: run npm run build`;

	test(`${arch.id}: the same seed gives the same run, with balanced books`, {skip}, async () => {
		const first = await boot(arch.id, 5);
		const second = await boot(arch.id, 5);
		const other = await boot(arch.id, 6);
		assert.equal(first.machine.cpu_run(2000), 2000);
		second.machine.cpu_run(1500);
		second.machine.cpu_run(500);
		other.machine.cpu_run(2000);
		assert.deepEqual(second.counters(), first.counters());
		assert.notDeepEqual(other.counters(), first.counters());
		assert.equal(first.counters().operations, 2000);
		assert.ok(first.counters().installs > 100);
		assert.deepEqual(
			checkBooks(arch, first.reader, 1).lines.filter(line => !line.ok),
			[],
		);
	});

	test(`${arch.id}: destroying the arena gives every page back`, {skip}, async () => {
		const {machine, reader, counters} = await boot(arch.id, 5);
		machine.cpu_run(2000);
		machine.arena_destroy();
		const base = reader.address('mem_map');
		const pages = Number(reader.u64(reader.address('lab_arena') + layout.arena.poolPages * 8));
		const states = Array.from({length: pages}, (_, index) => pageStates[reader.u32(base + index * 32)]);
		assert.equal(states.filter(state => state === 'arena' || state === 'scratch').length, 0);
		assert.ok(states.includes('table'));
		assert.equal(counters().pages_allocated, counters().pages_freed);
	});
}
