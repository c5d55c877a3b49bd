/** The kernel's vocabulary in the lab's headers: it compiles everywhere, it means what it means, what has no model says so. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {before, describe, it} from 'node:test';
import {archById} from '../../../source/arch/index.ts';
import {generatedHeaders, headersOf} from '../../../source/compiler/build-image.ts';
import {CompileError, compileToLlvm} from '../../../source/compiler/clang.ts';
import {readLlvm} from '../../../source/compiler/ir/read-llvm.ts';
import {builtInSources} from '../../../source/compiler/source-tree.ts';
import {buildDriver, type DriverCpu, services} from '../bpf/support/kernel-units.ts';

const text = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** Compiles C with the lab's headers for an architecture. */
async function compile(arch: string, c: string, ...flags: string[]) {
	const mode = archById(arch);
	const {kernel, pgtable} = builtInSources(mode);

	return compileToLlvm({
		name: 'text.c',
		text: c,
		files: {...headersOf(kernel), ...generatedHeaders(mode, pgtable)},
		triple: mode.triple,
		defines: mode.defines,
		flags: ['-Iinclude', ...flags],
	});
}

describe('the vocabulary of kernel text', () => {
	for (const arch of ['x86_64', 'arm64', 's390x', 'riscv64']) {
		it(`compiles for ${arch} without a warning and can be read`, async () => {
			const {llvm, warnings} = await compile(arch, text('vocabulary.c'));
			const unit = readLlvm(llvm, 'text.c');
			const names = unit.functions.map(({name}) => name);

			assert.equal(warnings, '');
			assert.equal(unit.bigEndian, arch === 's390x');
			for (const name of ['numbers', 'pointers', 'lists', 'guards', 'atomics', 'locks', 'tables']) {
				assert.ok(names.includes(name), name);
			}
		});
	}

	it('is in headers that can be included in any order', async () => {
		const {kernel} = builtInSources(archById('x86_64'));
		const headers = Object.keys(kernel).flatMap(
			path => /^include\/(linux\/.*\.h|range_tree\.h)$/.exec(path)?.[1] ?? [],
		);
		assert.ok(headers.length > 120, `${headers.length} headers`);

		for (const order of [headers, headers.toReversed()]) {
			const {warnings} = await compile(
				'x86_64',
				`${order.map(header => `#include <${header}>\n`).join('')}int one = 1;\n`,
				'-O0',
				'-g0',
			);
			assert.equal(warnings, '');
		}
	});
});

describe('what the vocabulary means', () => {
	let cpu: DriverCpu;
	const call = (name: string) => cpu[name]?.() ?? Number.NaN;
	const cases = {
		list_order: {digits: 4213_1234, says: 'lists keep their order'},
		list_ends: {digits: 1_1111, says: 'the ends of a list are found, an empty one has none'},
		hlist_order: {digits: 321_31_1, says: 'a node can leave a hash list on the way'},
		llist_order: {digits: 100_3_12_1, says: 'a lock-less list gives the newest first, all at once'},
		compare_and_swap: {digits: 56_66_06_1_93, says: 'a compare-and-swap stores only where it compared equal'},
		atomic_values: {digits: 3_4_3_3_3_1_2_0, says: 'atomics give old values or new ones by their name'},
		guard_ends: {digits: 1_0_0_1_0, says: 'a guard ends with its block, however that is left'},
		conditional_guard: {digits: 1_0_2, says: 'a conditional guard that fails guards nothing'},
		free_at_end: {digits: 1111, says: 'what is kept is not freed, what is not kept is'},
		fields: {digits: 51_0_9_3_8_7, says: 'fields and bounds'},
	};

	before(async () => {
		const driver = await buildDriver(
			['lib/spinlock.c', 'lib/string.c'],
			`${services}\nvoid cpu_relax(void) { }\nvoid lab_warn(u32 line) { }\n${text('semantics.c')}`,
			Object.keys(cases),
		);
		[cpu] = driver.machine(1) as [DriverCpu];
	});

	for (const [name, {digits, says}] of Object.entries(cases)) {
		it(says, () => {
			assert.equal(call(name), digits);
		});
	}
});

describe('what the lab has no model of', () => {
	const constructs = [
		{c: '#include <linux/wait.h>\nvoid f(int *p) { wait_event(p, *p); }', names: 'wait queues'},
		{c: '#include <linux/wait.h>\nDECLARE_WAIT_QUEUE_HEAD(queue);', names: 'wait queues'},
		{c: '#include <linux/rwsem.h>\nstruct rw_semaphore sem;', names: 'sleeping reader-writer locks'},
		{c: '#include <linux/completion.h>\nstruct completion done;', names: 'completions'},
		{c: '#include <linux/rcupdate.h>\nvoid f(void) { synchronize_rcu(); }', names: 'grace periods of RCU'},
		{c: '#include <linux/delay.h>\nvoid f(void) { msleep(3); }', names: 'sleeping for a time'},
		{c: '#include <linux/timer.h>\nstruct timer_list timer;', names: 'timers'},
		{c: '#include <linux/smp.h>\nvoid f(void *p) { on_each_cpu(p, p, 1); }', names: 'calls on other CPUs'},
		{
			c: '#include <linux/set_memory.h>\nvoid f(void) { set_memory_ro(1, 1); }',
			names: 'protection of kernel memory',
		},
		{c: '#include <linux/slab.h>\nstruct kmem_cache *cache;', names: "caches of one's own"},
	];

	for (const {c, names} of constructs) {
		it(`says so: ${names}`, async () => {
			await assert.rejects(compile('x86_64', c), error => {
				assert.ok(error instanceof CompileError);
				assert.match(error.message, /^text\.c:\d+:\d+: error: .* is unavailable: the lab does not model /m);
				assert.ok(error.message.includes(names), error.message);
				return true;
			});
		});
	}
});
