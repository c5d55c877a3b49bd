/** What the designs of the discussion do, each step on its own: allocation, free, recovery, the user's fault. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {variants} from '../../../source/kernel/variants/index.ts';
import {trapCodes} from '../../../source/machine/instance.ts';
import {skipReason} from './support/built.ts';
import {noPage, type VariantMachine, variantMachines} from './support/variant-machine.ts';

type Machines = (variant: string, cpus?: number) => VariantMachine;

const archs = ['x86_64', 'arm64'] as const;
const machines = {} as Record<(typeof archs)[number] | 'arm64-nocontpte', Machines>;

/** One CPU of a new machine. */
function oneCpu(arch: keyof typeof machines, variant: string) {
	const machine = machines[arch](variant);
	const [cpu] = machine.cpus;
	assert.ok(cpu);

	return {cpu, machine};
}

function twoCpus(arch: keyof typeof machines, variant: string) {
	const machine = machines[arch](variant, 2);
	const [cpu, other] = machine.cpus;
	assert.ok(cpu && other);

	return {cpu, other, machine};
}

describe('variants of the discussion', {skip: skipReason('images')}, () => {
	before(async () => {
		for (const arch of [...archs, 'arm64-nocontpte'] as const) {
			machines[arch] = await variantMachines(arch);
		}
	});

	for (const arch of archs) {
		for (const {id} of variants) {
			const empty = id === 'VR' ? 'scratch' : 'none';

			it(`${arch} ${id}: a page is the same for kernel, program and process, and a free takes it from all`, () => {
				const {cpu, machine} = oneCpu(arch, id);
				const page = cpu.run('alloc', noPage, 3);
				cpu.run('write', page + 1, 77);
				assert.equal(cpu.run('bpfRead', page + 1), 77);
				assert.equal(cpu.run('userRead', page + 1), 77);
				cpu.run('userWrite', page + 1, 78);
				assert.equal(cpu.run('read', page + 1), 78);

				cpu.run('free', page, 2);
				assert.deepEqual([cpu.content(page + 1), cpu.content(page + 2)], [empty, 'page']);
				cpu.run('freeLater', page + 2);
				cpu.run('idle');
				assert.equal(cpu.content(page + 2), empty);
				assert.deepEqual(machine.imbalance(), []);
				assert.equal(machine.counters().pages_freed, 3);
				assert.equal(cpu.run('alloc', noPage, 3), page, 'all three are free again');
			});

			it(`${arch} ${id}: the process gets a new page where there is none, and it can be freed`, () => {
				const {cpu, machine} = oneCpu(arch, id);
				assert.equal(cpu.run('userWrite', 5, 7), 7);
				assert.deepEqual([cpu.content(5), cpu.run('read', 5)], ['page', 7]);
				assert.equal(cpu.run('isFree', 5), 0);
				cpu.run('free', 5);
				assert.equal(cpu.content(5), empty);
				assert.deepEqual(machine.imbalance(), []);
			});
		}

		it(`${arch} V0: a kernel access to a missing page is an oops`, () => {
			const {cpu} = oneCpu(arch, 'V0');
			assert.throws(() => cpu.run('read', 9), {code: trapCodes.oops});
			assert.equal(cpu.content(9), 'none');
		});

		it(`${arch} VR: nothing faults and nothing is reported, not even for a program`, () => {
			const {cpu, machine} = oneCpu(arch, 'VR');
			cpu.run('write', 9, 5);
			assert.equal(cpu.run('bpfRead', 1000), 5, 'the same garbage everywhere');
			const {faults, violations} = machine.counters();
			assert.deepEqual([faults, violations], [0, 0]);
			cpu.run('userWrite', 9, 6);
			assert.equal(cpu.content(9), 'page', 'and the process never sees it');
		});

		it(`${arch} VR: who used the address before goes on with garbage (C32)`, () => {
			const {cpu, other, machine} = twoCpus(arch, 'VR');
			other.run('read', 0);
			assert.equal(cpu.run('alloc', 0), 0);
			cpu.run('write', 0, 77);
			assert.equal(other.run('read', 0), 0);
			assert.equal(machine.counters().bbm_violations, arch === 'arm64' ? 1 : 0);
		});

		for (const id of ['V1', 'Vt', 'V2', 'VM', 'VS']) {
			it(`${arch} ${id}: once scratched, a page cannot be allocated (C9)`, () => {
				const {cpu, machine} = oneCpu(arch, id);
				assert.equal(cpu.run('read', 0), 0);
				assert.equal(cpu.content(0), 'scratch');
				assert.equal(cpu.run('alloc', noPage), noPage);
				assert.equal(cpu.run('alloc', noPage), noPage, 'for ever');
				assert.equal(cpu.run('alloc', 1), 1);
				assert.equal(machine.counters().set_refused_scratch, 2);
				assert.equal(cpu.run('userRead', 0), noPage, 'a signal (C17)');
				assert.deepEqual(machine.imbalance(), []);
			});
		}

		for (const id of ['V1', 'V2', 'VM', 'VS']) {
			it(`${arch} ${id}: scratch between check and store is overwritten (C5)`, () => {
				const {cpu, machine} = oneCpu(arch, id);
				cpu.before(2, 'read', 0);
				assert.equal(cpu.run('alloc', noPage), 0);
				const {set_overwrote_scratch, bbm_violations} = machine.counters();
				assert.deepEqual([set_overwrote_scratch, bbm_violations], [1, arch === 'arm64' ? 1 : 0]);
			});
		}

		for (const id of ['Vd', 'VJ', 'VL', 'VF21', 'VF22', 'VF25']) {
			it(`${arch} ${id}: set that loses to scratch takes it away first`, () => {
				const {cpu, machine} = oneCpu(arch, id);
				cpu.before(id === 'VF21' && arch === 'x86_64' ? 2 : 1, 'read', 0);
				assert.equal(cpu.run('alloc', noPage), 0);
				const {set_overwrote_scratch, set_replaced_scratch} = machine.counters();
				assert.deepEqual([set_overwrote_scratch, set_replaced_scratch], [0, 1]);
				assert.deepEqual(machine.imbalance(), []);
			});
		}

		it(`${arch}: the flush between scratch and page is what Vd lacks (C30), and x86 in the June fix too (C32)`, () => {
			const seen = ['Vd', 'VJ'].map(id => {
				const {cpu, other, machine} = twoCpus(arch, id);
				other.run('read', 0);
				cpu.run('alloc', 0);
				cpu.run('write', 0, 77);

				return [other.run('read', 0), machine.counters().bbm_violations];
			});
			assert.deepEqual(
				seen,
				arch === 'arm64'
					? [
							[0, 1],
							[77, 0],
						]
					: [
							[0, 0],
							[0, 0],
						],
			);
		});

		it(`${arch}: under the CPU's own lock Vt faults for ever (C2), and the others recover (C1)`, () => {
			const {cpu} = oneCpu(arch, 'Vt');
			assert.throws(() => cpu.run('readUnderLock', 9), {code: trapCodes.endlessRefault});
			assert.equal(cpu.content(9), 'none');
			cpu.run('read', 9);
			assert.equal(cpu.content(9), 'scratch');

			const {cpu: lockless} = oneCpu(arch, 'VM');
			lockless.run('readUnderLock', 9);
			assert.equal(lockless.content(9), 'scratch');
		});

		it(`${arch}: a free that comes twice takes the next owner's page, unless that is slab's (VS)`, () => {
			const left = ['VM', 'VS'].map(id => {
				const {cpu} = oneCpu(arch, id);
				cpu.run('alloc', 0);
				cpu.run('freeLater', 0);
				// In the worker, which is at the first free; the operation itself comes after that.
				cpu.unlocked(1, 'freeLater', 0);
				assert.equal(cpu.run('alloc', 0), 0);

				return cpu.content(0);
			});
			assert.deepEqual(left, ['none', 'page']);
		});

		it(`${arch} VL: counts the pages that are allocated, by whomever`, () => {
			const {cpu} = oneCpu(arch, 'VL');
			const counted = (): number => cpu.run('pagesCounted');
			cpu.run('alloc', 0, 3);
			cpu.run('read', 9);
			assert.equal(counted(), 3, 'scratch is none');
			cpu.run('userRead', 5);
			assert.equal(counted(), 4);
			cpu.run('free', 0, 2);
			cpu.run('free', 0, 2);
			assert.equal(counted(), 2, 'only the first free counts');
			cpu.run('freeLater', 2);
			cpu.run('free', 9);
			assert.equal(counted(), 1);
			assert.equal(oneCpu(arch, 'VJ').cpu.run('pagesCounted'), 0);
		});
	}

	it('arm64: without barriers the first store of a program may be lost (C25), with them it is not', () => {
		const read = ['VM', 'VJ', 'VL', 'VF25', 'VF35'].map(id => {
			const {cpu, machine} = oneCpu('arm64', id);
			machine.chaos(1024);
			cpu.run('alloc', 0);
			cpu.run('bpfWrite', 0, 77);

			return cpu.run('read', 0);
		});
		// VM's set is a plain set_pte_at(), which has always had them.
		assert.deepEqual(read, [77, 0, 77, 77, 77]);
	});

	it('arm64-nocontpte: without the helper only Vt recovers; the June fix faults for ever (C22)', () => {
		const {cpu} = oneCpu('arm64-nocontpte', 'Vt');
		cpu.run('read', 9);
		assert.equal(cpu.content(9), 'scratch');

		for (const id of ['V1', 'VM', 'VJ', 'VL']) {
			const {cpu: stuck} = oneCpu('arm64-nocontpte', id);
			assert.throws(() => stuck.run('read', 9), {code: trapCodes.endlessRefault}, id);
		}
	});
});
