/** The resilient spinlock with two CPUs that take turns: an attempt always comes back. */
import assert from 'node:assert/strict';
import {beforeEach, describe, it} from 'node:test';
import {buildDriver, type Driver, type DriverCpu, services} from './support/kernel-units.ts';

const deadlock = -35;
const timedOut = -110;

const driver = `${services}
#include <asm/rqspinlock.h>

static rqspinlock_t locks[2];
static u32 polls;
static u32 release_after;

void cpu_relax(void)
{
	/* Stands for the other CPU, which is done now. */
	if (++polls == release_after)
		WRITE_ONCE(locks[0].val, 0);
}

int take(u32 n) { return raw_res_spin_lock(&locks[n]); }
int give(u32 n) { raw_res_spin_unlock(&locks[n]); return 0; }
int attempt(u32 n) { return raw_res_spin_trylock(&locks[n]); }
int word(u32 n) { return locks[n].val; }
int failures(void) { return (int)lab_counters[__ptelab_cpu()][COUNTER_lock_failures]; }
int held(void) { return this_lab_cpu()->locks_held; }
int polled(void) { return polls; }
int release_at(u32 n) { polls = 0; release_after = n; return 0; }
int interrupts_off(void) { return irqs_disabled(); }
int take_irqsave(u32 n)
{
	unsigned long flags;
	int error = raw_res_spin_lock_irqsave(&locks[n], flags);

	if (!error && !irqs_disabled())
		return 1;
	if (!error)
		raw_res_spin_unlock_irqrestore(&locks[n], flags);
	return error;
}
`;
const names = [
	...['take', 'give', 'attempt', 'word', 'failures', 'held'],
	...['polled', 'release_at', 'interrupts_off', 'take_irqsave'],
];

describe('rqspinlock', () => {
	let built: Promise<Driver> | undefined;
	let first: DriverCpu;
	let second: DriverCpu;

	beforeEach(async () => {
		built ??= buildDriver(['bpf/rqspinlock.c'], driver, names);
		const [cpu0, cpu1] = (await built).machine(2);
		assert.ok(cpu0 && cpu1);
		[first, second] = [cpu0, cpu1];
	});

	it('shows who holds it', () => {
		assert.equal(second.take?.(0), 0);
		assert.equal(first.word?.(0), 2);
		assert.equal(second.held?.(), 1);
		second.give?.(0);
		assert.equal(first.word?.(0), 0);
		assert.equal(second.held?.(), 0);
	});

	it('refuses a second time at once', () => {
		assert.equal(first.take?.(0), 0);
		assert.equal(first.take?.(0), deadlock);
		assert.equal(first.polled?.(), 0);
		assert.equal(first.failures?.(), 1);
		assert.equal(first.word?.(0), 1);
	});

	it('takes two locks and gives them back in any order', () => {
		assert.equal(first.take?.(0), 0);
		assert.equal(first.take?.(1), 0);
		assert.equal(first.held?.(), 2);
		first.give?.(0);
		assert.equal(first.take?.(1), deadlock);
		assert.equal(first.take?.(0), 0);
	});

	it('times out after a bounded number of polls', () => {
		assert.equal(first.take?.(0), 0);
		assert.equal(second.take?.(0), timedOut);
		assert.equal(second.failures?.(), 1);
		assert.ok((second.polled?.() ?? 0) > 1000);
		assert.equal(second.held?.(), 0);
	});

	it('takes what comes free while it waits', () => {
		assert.equal(first.take?.(0), 0);
		second.release_at?.(10);
		assert.equal(second.take?.(0), 0);
		assert.equal(second.polled?.(), 10);
		assert.equal(second.word?.(0), 2);
	});

	it('does not wait when it only tries', () => {
		assert.equal(first.attempt?.(0), 1);
		assert.equal(second.attempt?.(0), 0);
		assert.equal(second.polled?.(), 0);
	});

	it('keeps interrupts off exactly while it holds', () => {
		assert.equal(first.take_irqsave?.(0), 0);
		assert.equal(first.interrupts_off?.(), 0);
		assert.equal(second.take?.(0), 0);
		assert.equal(first.take_irqsave?.(0), timedOut);
		assert.equal(first.interrupts_off?.(), 0);
	});
});
