/** Page frames, objects, entries and faults, on each architecture whose behaviour differs. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {archById} from '../../../source/arch/index.ts';
import {cpuStates, oopsKinds, pageStates, streamKinds} from '../../../source/machine/vocabulary.ts';
import {type BootCore, buildCore, hooks, nothing, steps} from './support/core.ts';

const trapCodes = {oops: 1, refault: 2, deadlock: 4};
const state = {alloc: cpuStates.indexOf('alloc'), free: cpuStates.indexOf('free')};

for (const id of ['x86_64', 'arm64', 'riscv64', 's390x', 'x86_64-la57', 'arm64-64k-42']) {
	describe(`memory management of ${id}`, () => {
		const arch = archById(id);
		let boot: BootCore;

		before(async () => {
			boot = await buildCore(id);
		});

		describe('page frames', () => {
			it('are given out once each, and all come back', () => {
				const [cpu] = boot(1);
				const before = cpu.call('free_pages_now');
				const taken: number[] = [];

				for (let page = cpu.call('take_page'); page !== nothing; page = cpu.call('take_page')) {
					taken.push(page);
				}

				assert.equal(taken.length, before);
				assert.equal(new Set(taken).size, before);
				assert.equal(cpu.call('free_pages_now'), 0);
				assert.ok(taken.every(page => cpu.call('page_word', page, 0) === pageStates.indexOf('arena')));
				for (const page of taken) cpu.call('free_page', page);
				assert.equal(cpu.call('free_pages_now'), before);
				assert.ok(taken.every(page => cpu.call('page_word', page, 0) === pageStates.indexOf('free')));
			});

			it('that are freed twice are reported and stay sound', () => {
				const [cpu] = boot(1);
				const page = cpu.call('take_page');
				const before = cpu.call('free_pages_now');
				cpu.call('free_page', page);
				cpu.call('free_page', page);
				assert.equal(cpu.counter('double_frees'), 1);
				assert.equal(cpu.call('last_record', 1), streamKinds.indexOf('double_free'));
				assert.equal(cpu.call('free_pages_now'), before + 1);
				const generation = cpu.call('page_word', page, 3);
				assert.equal(cpu.call('take_page'), page);
				assert.notEqual(cpu.call('take_page'), page);
				assert.equal(cpu.call('page_word', page, 3), generation + 1);
			});
		});

		it('gives out objects of both sizes until the pool is empty', () => {
			const [cpu] = boot(1);

			for (const bytes of [128, 8192]) {
				const taken: number[] = [];

				for (let at = cpu.call('take_object', bytes); at !== 0; at = cpu.call('take_object', bytes)) {
					taken.push(at);
				}

				const sorted = [...taken].sort((a, b) => a - b);
				assert.ok(taken.length >= 16);
				assert.ok(sorted.every((at, index) => index === 0 || at - (sorted[index - 1] ?? 0) >= bytes));
				cpu.call('free_object', taken[3] ?? 0);
				assert.equal(cpu.call('take_object', bytes), taken[3]);
			}

			assert.equal(cpu.call('take_object', 8193), 0);
		});

		it('reaches through the MMU what the accessors mapped', () => {
			const [cpu] = boot(1);
			const pages = Array.from({length: 16}, (_, index) => cpu.call('map', index));
			for (const [index] of pages.entries()) cpu.call('kernel_write', index, 1000 + index);
			assert.deepEqual(
				pages.map(page => cpu.call('frame_word', page)),
				pages.map((_, index) => 1000 + index),
			);
			assert.equal(cpu.call('kernel_read', 5), 1005);
			assert.equal(cpu.counter('installs'), 16);
			assert.equal(cpu.counter('tlb_misses'), 16);
			assert.equal(cpu.counter('faults'), 0);
			assert.deepEqual(
				pages.map(page => cpu.call('page_word', page, 2)),
				pages.map((_, index) => index + 1),
			);
		});

		describe('a fault', () => {
			it('of BPF code is ended by the exception table', () => {
				const [cpu] = boot(1);
				cpu.call('set_hook', hooks.installsScratch);
				assert.equal(cpu.call('bpf_read', 3), 0);
				assert.equal(cpu.counter('ext_fixups'), 1);
				assert.equal(cpu.call('calls', 0), 1);
				assert.equal(cpu.call('calls', 1), 0);
				assert.equal(cpu.counter('scratch_installs'), 0);
			});

			it('of the kernel goes to the hook where that is wired, else to the oops', () => {
				const [cpu] = boot(1);
				cpu.call('set_hook', hooks.installsScratch);

				if (arch.upstream.faultHook) {
					assert.equal(cpu.call('kernel_read', 3), 0);
					assert.equal(cpu.counter('scratch_installs'), 1);
					assert.equal(cpu.counter('faults'), 1);
				} else {
					const trap = cpu.trapOf(() => cpu.call('kernel_read', 3));
					assert.deepEqual(
						[trap.code, trap.argument],
						[trapCodes.oops, oopsKinds.indexOf('unhandled_fault')],
					);
					assert.equal(cpu.call('calls', 1), 0);
				}

				assert.equal(cpu.call('irqs_off'), 0);
			});

			it('that the hook does not take is an oops', () => {
				const [cpu] = boot(1);
				const trap = cpu.trapOf(() => cpu.call('kernel_write', 2, 7));
				assert.deepEqual([trap.code, trap.argument], [trapCodes.oops, oopsKinds.indexOf('unhandled_fault')]);
				assert.equal(cpu.counter('oopses'), 1);
				assert.equal(cpu.call('last_record', 1), streamKinds.indexOf('oops'));
				assert.equal(cpu.call('irqs_off'), 0);
			});

			it('that the hook only says it has handled ends in the watchdog, and the CPU goes on', t => {
				if (!arch.upstream.faultHook) {
					t.skip(`${id} has no hook`);
					return;
				}

				const [cpu] = boot(1);
				cpu.call('set_hook', hooks.lies);
				assert.equal(cpu.trapOf(() => cpu.call('kernel_read', 3)).code, trapCodes.refault);
				assert.equal(cpu.counter('lockups'), 1);
				assert.equal(cpu.counter('refaults'), 1001);
				assert.equal(cpu.call('irqs_off'), 0);
				cpu.call('map', 3);
				assert.equal(cpu.call('kernel_read', 3), 0);
			});

			it('near address 0 is a null pointer, over a page boundary an alignment fault', () => {
				const [cpu] = boot(1);
				cpu.call('map', 0);
				cpu.call('map', 1);
				assert.equal(cpu.trapOf(() => cpu.call('null_read', 8)).argument, oopsKinds.indexOf('null'));
				assert.equal(cpu.trapOf(() => cpu.call('crossing_read')).argument, oopsKinds.indexOf('alignment'));
				assert.equal(cpu.counter('oopses'), 2);
			});
		});

		describe('the TLB', () => {
			it('keeps an old translation until it is flushed, and says when that matters', () => {
				const [cpu] = boot(1);
				cpu.call('map', 4);
				cpu.call('kernel_write', 4, 1);
				const old = cpu.call('unmap', 4);
				const fresh = cpu.call('map', 4);
				cpu.call('kernel_write', 4, 2);

				// s390 takes the translation away in the same instruction that invalidates the entry.
				const isFlushed = id === 's390x';
				assert.equal(cpu.call('frame_word', isFlushed ? fresh : old), 2);
				assert.equal(cpu.counter('stale_uses'), isFlushed ? 0 : 1);
				assert.equal(cpu.counter('bbm_violations'), arch.breakBeforeMake && !isFlushed ? 1 : 0);

				cpu.call('flush', 4);
				cpu.call('kernel_write', 4, 3);
				assert.equal(cpu.call('frame_word', fresh), 3);
				assert.equal(cpu.counter('stale_uses'), isFlushed ? 0 : 1);
			});

			it('of another CPU that stood still is empty when it runs again', () => {
				const [cpu, other] = boot(2);
				cpu.call('map', 4);
				cpu.call('kernel_write', 4, 1);
				other.call('set_step', steps.read, 4);
				assert.equal(other.call('cpu_run', 1), 1);
				assert.equal(other.call('result'), 1);

				cpu.call('unmap', 4);
				cpu.call('flush', 4);
				const fresh = cpu.call('map', 4);
				cpu.call('kernel_write', 4, 2);
				assert.equal(cpu.call('frame_word', fresh), 2);
				assert.equal(other.call('cpu_run', 1), 1);
				assert.equal(other.call('result'), 2);
				assert.equal(cpu.counter('stale_uses'), 0);
				assert.equal(cpu.counter('split_views'), 0);
			});

			it('of another CPU that is not told makes a split view', () => {
				const [cpu, other] = boot(2);
				cpu.call('map', 4);
				other.call('kernel_read', 4);
				cpu.call('unmap', 4);
				cpu.call('map', 4);
				assert.equal(cpu.counter('split_views'), id === 's390x' ? 0 : 1);
			});

			it('flushes with interrupts off only where no IPI is needed', () => {
				const [cpu] = boot(2);
				cpu.call('set_step', steps.flushIrqsOff, 0);

				if (arch.flush === 'ipi') {
					assert.equal(cpu.trapOf(() => cpu.call('cpu_run', 1)).code, trapCodes.deadlock);
					assert.equal(cpu.call('last_record', 1), streamKinds.indexOf('deadlock'));
				} else {
					assert.equal(cpu.call('cpu_run', 1), 1);
				}

				assert.equal(cpu.counter('lockups'), arch.flush === 'ipi' ? 1 : 0);
			});

			it('remembers that nothing was mapped exactly where the architecture may', () => {
				const [cpu] = boot(1);
				cpu.call('bpf_read', 6);
				const page = cpu.call('map', 6);
				assert.equal(page === nothing, false);
				cpu.call('bpf_read', 6);
				assert.equal(cpu.counter('ext_fixups'), arch.notPresentCached === 'yes' ? 2 : 1);
				cpu.call('announce', 6);
				cpu.call('bpf_read', 6);
				assert.equal(cpu.counter('ext_fixups'), arch.notPresentCached === 'yes' ? 2 : 1);
			});
		});

		it('counts each change of an entry once', () => {
			const [cpu] = boot(1);
			const counts = () => [
				cpu.counter('installs') - cpu.counter('clears'),
				cpu.counter('scratch_installs'),
				cpu.counter('set_overwrote_scratch'),
				cpu.counter('set_replaced_scratch'),
				cpu.counter('clear_hit_scratch'),
				cpu.counter('scratch_collisions'),
			];
			cpu.call('map_scratch', 0);
			assert.deepEqual(counts(), [0, 1, 0, 0, 0, 0]);
			cpu.call('map', 0);
			assert.deepEqual(counts(), [1, 1, 1, 0, 0, 1]);
			cpu.call('map_scratch', 1);
			cpu.call('set_state', state.free);
			cpu.call('unmap', 1);
			assert.deepEqual(counts(), [1, 2, 1, 0, 1, 2]);
			cpu.call('map_scratch', 1);
			cpu.call('set_state', state.alloc);
			cpu.call('unmap', 1);
			assert.deepEqual(counts(), [1, 3, 1, 1, 1, 3]);
			cpu.call('map', 0);
			assert.deepEqual(counts(), [1, 3, 1, 1, 1, 3]);
			cpu.call('unmap', 0);
			assert.deepEqual(counts(), [0, 3, 1, 1, 1, 3]);
		});

		it('maps a page for the user task and takes it away again', () => {
			const [cpu] = boot(1);
			assert.equal(cpu.call('user_access', 2, 0, 0), 0x40);
			const page = cpu.call('take_page');
			cpu.call('give_user', page);
			assert.equal(cpu.call('user_access', 2, 1, 77), 77);
			assert.equal(cpu.call('user_access', 2, 0, 0), 77);
			assert.equal(cpu.call('frame_word', page), 77);
			assert.equal(cpu.call('page_word', page, 1), 2);
			assert.equal(cpu.counter('user_faults'), 2);
			cpu.call('zap_user', 8);
			assert.equal(cpu.call('page_word', page, 1), 1);
			cpu.call('give_user', nothing);
			assert.equal(cpu.call('user_access', 2, 0, 0), 0x40);
			assert.equal(cpu.counter('installs'), 0);
		});

		it('runs queued work once, between operations', () => {
			const [cpu] = boot(1);
			cpu.call('set_step', steps.queue, 0);
			cpu.call('cpu_run', 1);
			assert.deepEqual(
				[0, 1, 2].map(what => cpu.call('ran', what)),
				[0, 0, 0],
			);
			cpu.call('cpu_run', 3);
			assert.deepEqual(
				[0, 1, 2].map(what => cpu.call('ran', what)),
				[1, 1, 1],
			);
			assert.equal(cpu.counter('operations'), 4);
			assert.equal(cpu.call('state', 0), cpuStates.indexOf('idle'));
		});
	});
}
