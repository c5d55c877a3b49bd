/** What the candidate fixes mend, beside the June fix that they build on, and what they cost. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {trapCodes} from '../../../source/machine/instance.ts';
import {skipReason} from './support/built.ts';
import {noPage, type VariantMachine, variantMachines} from './support/variant-machine.ts';

const archs = ['x86_64', 'arm64'] as const;
type ArchId = (typeof archs)[number] | 'arm64-nocontpte';
const machines = {} as Record<ArchId, (variant: string, cpus?: number) => VariantMachine>;

function machineOf(arch: ArchId, variant: string, count = 2) {
	const machine = machines[arch](variant, count);
	const [cpu, other = machine.cpus[0]] = machine.cpus;
	assert.ok(cpu && other);

	return {cpu, other, machine};
}

describe('candidate fixes', {skip: skipReason('images')}, () => {
	before(async () => {
		for (const arch of [...archs, 'arm64-nocontpte'] as const) {
			machines[arch] = await variantMachines(arch);
		}
	});

	describe('C21, stray accessed and dirty bits in an empty entry of x86', () => {
		const stray = 0x60;

		it('recovery: the June fix faults for ever, VF22 dies, VF21 and VF35 install', () => {
			const outcome = (id: string) => {
				const {cpu} = machineOf('x86_64', id);
				cpu.run('poke', 9, stray);
				cpu.run('read', 9);

				return cpu.content(9);
			};
			assert.throws(() => outcome('VJ'), {code: trapCodes.endlessRefault});
			assert.throws(() => outcome('VF22'), {code: trapCodes.oops});
			assert.deepEqual(['VF21', 'VF35'].map(outcome), ['scratch', 'scratch']);
		});

		it('allocation: VF21 and VF35 install', () => {
			for (const id of ['VF21', 'VF35']) {
				const {cpu, machine} = machineOf('x86_64', id);
				cpu.run('poke', 0, stray);
				assert.equal(cpu.run('alloc', noPage), 0, id);
				assert.equal(cpu.content(0), 'page', id);
				assert.deepEqual(machine.imbalance(), [], id);
			}
		});
	});

	describe('C22, recovery that installs nothing', () => {
		it('arm64-nocontpte: an oops instead of an endless loop', () => {
			for (const id of ['VF22', 'VF35']) {
				const {cpu} = machineOf('arm64-nocontpte', id);
				assert.throws(() => cpu.run('read', 9), {code: trapCodes.oops}, id);
			}
		});

		for (const arch of [...archs, 'arm64-nocontpte'] as const) {
			it(`${arch}: no oops when another CPU fills the page between the fault and the attempt`, () => {
				for (const id of ['VF22', 'VF35']) {
					const {cpu} = machineOf(arch, id);
					cpu.before(1, 'alloc', 9);
					cpu.run('read', 9);
					assert.equal(cpu.content(9), 'page', `${arch} ${id}`);
				}
			});
		}

		for (const arch of archs) {
			it(`${arch} VF22: no oops when another CPU fills the page before the attempt and clears it after`, () => {
				const {cpu, machine} = machineOf(arch, 'VF22');
				// Before the compare-and-set; then, after the one access of that allocation, before the last look.
				cpu.before(2, 'alloc', 9);
				cpu.before(2, 'free', 9);
				cpu.run('read', 9);
				assert.equal(cpu.content(9), 'scratch');
				const {pages_allocated, pages_freed, faults} = machine.counters();
				assert.deepEqual([pages_allocated, pages_freed, faults], [1, 1, 2]);
			});
		}
	});

	describe('C32, scratch that CPUs still use when the page is allocated', () => {
		it('x86_64: the June fix loses what is written; VF32, VF32b and VF35 do not', () => {
			const read = ['VJ', 'VF32', 'VF32b', 'VF35'].map(id => {
				const {cpu, other} = machineOf('x86_64', id);
				other.run('read', 0);
				const page = cpu.run('alloc', noPage);
				cpu.run('write', page, 77);

				return [page, other.run('read', page)];
			});
			assert.deepEqual(read, [
				[0, 0],
				[1, 77],
				[0, 77],
				[1, 77],
			]);
		});

		it('x86_64: the same on one CPU alone, which the process sees', () => {
			const read = ['VJ', 'VF32', 'VF32b', 'VF35'].map(id => {
				const {cpu} = machineOf('x86_64', id, 1);
				cpu.run('read', 0);
				const page = cpu.run('alloc', noPage);
				cpu.run('write', page, 77);

				return cpu.run('userRead', page);
			});
			assert.deepEqual(read, [0, 77, 77, 77]);
		});

		for (const id of ['VF32', 'VF35']) {
			for (const arch of archs) {
				it(`${arch} ${id}: a burnt page comes back from the worker, flushed`, () => {
					const {cpu, other, machine} = machineOf(arch, id);
					other.run('read', 0);
					assert.equal(cpu.run('allocAtomic', noPage), 1, 'with interrupts off too');
					const flushes = machine.counters().tlb_flushes;
					cpu.run('idle');
					assert.equal(machine.counters().tlb_flushes, flushes + 1);
					assert.deepEqual([cpu.content(0), cpu.run('isFree', 0)], ['none', 1]);
					assert.equal(cpu.run('alloc', noPage), 0);
					cpu.run('write', 0, 77);
					assert.equal(other.run('read', 0), 77);
					assert.deepEqual(machine.imbalance(), []);
				});

				it(`${arch} ${id}: an address that is asked for is refused once (C9)`, () => {
					const {cpu} = machineOf(arch, id);
					cpu.run('read', 3);
					assert.equal(cpu.run('alloc', 3), noPage);
					assert.equal(cpu.run('alloc', 3), 3);
				});

				it(`${arch} ${id}: scratch that comes late starts the allocation anew`, () => {
					const {cpu, machine} = machineOf(arch, id);
					const claim = 4;
					const set = arch === 'x86_64' && id === 'VF35' ? 2 : 1;
					// Into the middle of the range, when its first page is set.
					cpu.before(claim + set + 1, 'read', 2);
					assert.equal(cpu.run('alloc', noPage, 4), 3);
					assert.equal(machine.counters().set_refused_scratch, 1);
					cpu.run('idle');
					assert.deepEqual(
						[0, 1, 2, 3].map(page => cpu.run('isFree', page)),
						[1, 1, 1, 0],
					);
					assert.equal(cpu.content(2), 'none');
					assert.deepEqual(machine.imbalance(), []);
				});

				it(`${arch} ${id}: a free of what nobody has leaves scratch, and frees nothing`, () => {
					const {cpu} = machineOf(arch, id);
					cpu.run('read', 3);
					cpu.run('free', 2, 4);
					cpu.run('freeLater', 2, 4);
					assert.equal(cpu.content(3), 'scratch');
				});
			}
		}

		it('x86_64 VF32b: flushes for those who can wait, and refuses the others (C9)', () => {
			const {cpu, other, machine} = machineOf('x86_64', 'VF32b');
			other.run('read', 0);
			assert.equal(cpu.run('allocAtomic', noPage), noPage);
			assert.equal(cpu.run('userRead', 0), noPage);
			assert.equal(machine.counters().tlb_flushes, 0);
			assert.equal(cpu.run('alloc', noPage, 3), 0);
			assert.equal(machine.counters().tlb_flushes, 1);
			assert.equal(cpu.run('alloc', noPage, 3), 3);
			assert.equal(machine.counters().tlb_flushes, 1, 'none without need');
			assert.deepEqual(machine.imbalance(), []);
		});

		it('arm64 VF32b: the flush between clear and set is enough for everybody', () => {
			const {cpu, other} = machineOf('arm64', 'VF32b');
			other.run('read', 0);
			assert.equal(cpu.run('allocAtomic', noPage), 0);
			cpu.run('write', 0, 77);
			assert.equal(other.run('read', 0), 77);
		});
	});

	describe('C34, a freed range before its flush', () => {
		const keepBusy = ['VF34', 'VF34q', 'VF35'];

		for (const arch of archs) {
			for (const how of ['free', 'freeLater'] as const) {
				it(`${arch}, ${how}: the June fix gives it away; ${keepBusy.join(', ')} do not`, () => {
					const given = ['VJ', ...keepBusy].map(id => {
						const {cpu, machine} = machineOf(arch, id);
						cpu.run('alloc', 0);
						cpu.run('read', 0);
						if (how === 'freeLater') cpu.run('freeLater', 0);
						cpu.unlocked(1, 'alloc', 0);
						cpu.run(how === 'free' ? 'free' : 'idle', 0);

						return [cpu.gave(), machine.counters().bbm_violations];
					});
					assert.deepEqual(given, [
						[0, arch === 'arm64' ? 1 : 0],
						[noPage, 0],
						[noPage, 0],
						[noPage, 0],
					]);
				});

				it(`${arch}, ${how}: busy until the process has lost it too`, () => {
					for (const id of ['VJ', ...keepBusy]) {
						const {cpu} = machineOf(arch, id);
						cpu.run('alloc', 0);
						cpu.run('userRead', 0);
						if (how === 'freeLater') cpu.run('freeLater', 0);
						// The second access point is the zap's first look at the process's entry.
						cpu.unlocked(2, 'isFree', 0);
						cpu.run(how === 'free' ? 'free' : 'idle', 0);
						assert.equal(cpu.gave(), id === 'VJ' ? 1 : 0, id);
						assert.equal(cpu.run('alloc', 0), 0, `${id}: free in the end`);
					}
				});
			}

			it(`${arch}: a second free meanwhile gives nothing back`, () => {
				for (const id of keepBusy) {
					const {cpu, machine} = machineOf(arch, id);
					cpu.run('alloc', 0, 2);
					cpu.unlocked(1, 'free', 0, 2);
					// In the second free's own window.
					cpu.unlocked(1, 'isFree', 0);
					cpu.run('free', 0, 2);
					assert.equal(cpu.gave(), 0, id);
					assert.equal(cpu.run('alloc', noPage, 2), 0, id);
					assert.equal(machine.counters().double_frees, 0);
					assert.deepEqual(machine.imbalance(), [], id);
				}
			});

			it(`${arch}: where the lock cannot be had again, the worker gives the range back`, () => {
				for (const id of ['VF34', 'VF35']) {
					const {cpu} = machineOf(arch, id);
					cpu.run('alloc', 0);
					cpu.unlocked(1, 'lock');
					cpu.run('free', 0);
					cpu.run('unlock');
					assert.equal(cpu.run('isFree', 0), 1, id);
				}
			});

			it(`${arch} VF34q: takes the lock once and gives back with the next one's`, () => {
				const {cpu} = machineOf(arch, 'VF34q');
				cpu.run('alloc', 0, 4);
				cpu.run('free', 0);
				cpu.run('free', 2, 2);
				assert.deepEqual(
					[0, 1, 2, 3].map(page => cpu.run('isFree', page)),
					[1, 0, 0, 0],
				);
				assert.equal(cpu.run('userWrite', 3, 5), 5, 'the process is one of them');
				assert.deepEqual(
					[2, 3].map(page => cpu.run('isFree', page)),
					[1, 0],
				);
			});
		}

		it('VF34l: right where flushes are broadcast, a deadlock where they go by IPI', () => {
			const {cpu, machine} = machineOf('arm64', 'VF34l');
			cpu.run('alloc', 0);
			cpu.run('read', 0);
			cpu.run('userRead', 0);
			cpu.unlocked(1, 'alloc', 0);
			cpu.run('free', 0);
			assert.deepEqual([cpu.gave(), machine.counters().bbm_violations], [0, 0]);

			const {cpu: waits} = machineOf('x86_64', 'VF34l');
			waits.run('alloc', 0);
			assert.throws(() => waits.run('free', 0), {code: trapCodes.deadlock});
		});
	});

	describe('C35, scratch between clear and flush', () => {
		for (const how of ['free', 'freeLater'] as const) {
			it(`arm64, ${how}: a break-before-make violation, and none in VF35`, () => {
				const seen = ['VJ', 'VF34', 'VF35'].map(id => {
					const {cpu, other, machine} = machineOf('arm64', id);
					cpu.run('alloc', 0);
					other.run('read', 0);
					if (how === 'freeLater') cpu.run('freeLater', 0);
					cpu.unlocked(1, 'read', 0);
					cpu.run(how === 'free' ? 'free' : 'idle', 0);

					return [cpu.content(0), machine.counters().bbm_violations];
				});
				assert.deepEqual(seen, [
					['scratch', 1],
					['scratch', 1],
					['scratch', 0],
				]);
			});
		}

		it('VF35 marks the entry until the flush on arm64, and leaves it empty on x86', () => {
			// Numbers of `contents`: none 0, neither none nor present 3.
			for (const [arch, inBetween] of [
				['x86_64', 0],
				['arm64', 3],
			] as const) {
				const {cpu, machine} = machineOf(arch, 'VF35');
				cpu.run('alloc', 0);
				cpu.unlocked(1, 'content', 0);
				cpu.run('free', 0);
				assert.equal(cpu.gave(), inBetween, arch);
				assert.equal(cpu.content(0), 'none');
				assert.deepEqual(machine.imbalance(), []);
			}
		});

		for (const arch of archs) {
			it(`${arch} VF35: the page is given back with scratch in it, and burnt by the next allocation`, () => {
				const {cpu, machine} = machineOf(arch, 'VF35');
				cpu.run('alloc', 0);
				cpu.unlocked(1, 'read', 0);
				cpu.run('free', 0);
				assert.equal(cpu.run('isFree', 0), 1);
				assert.equal(cpu.run('alloc', noPage), 1);
				assert.equal(cpu.run('alloc', noPage), 0);
				assert.deepEqual(machine.imbalance(), []);
			});
		}

		it('arm64 VF35: recovery does not wait for the free that it interrupts', () => {
			const {cpu} = machineOf('arm64', 'VF35');
			cpu.run('alloc', 0, 2);
			// Between the clear of the two entries: under the lock, before any flush.
			cpu.before(4, 'read', 0);
			cpu.run('free', 0, 2);
			assert.deepEqual([cpu.content(0), cpu.content(1)], ['scratch', 'none']);
		});
	});
});
