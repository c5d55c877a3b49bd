/**
 * The stepper on small C programs: what is one step, what can be taken back, what counts as the same state, and how things
 * go wrong.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createStepper, type StepProcess, type Stepper} from '../../source/explore/stepper.ts';
import {enumerate, hashKey, readWord, runToEnd, stepImage, stepsOf} from './step-helpers.ts';

const as = (name: string, argument = 0): StepProcess => ({function: name, argument});

function finalValues(stepper: Stepper, read: () => number): number[] {
	const found = new Set<number>();
	enumerate(stepper, () => found.add(read()));
	return [...found].sort((a, b) => a - b);
}

for (const triple of ['x86_64-linux-gnu', 's390x-linux-gnu', 'i386-linux-gnu']) {
	test(`two CPUs count, ${triple}`, async () => {
		const image = await stepImage(
			`volatile u32 counter;
			void plain(void) { counter = counter + 1; }
			void atomic(void) { __atomic_fetch_add(&counter, 1, __ATOMIC_SEQ_CST); }
			void locked(void) { __ptelab_atomic_begin(); counter = counter + 1; __ptelab_atomic_end(); }`,
			['plain', 'atomic', 'locked'],
			{triple},
		);
		const two = (name: string) => {
			const stepper = createStepper({image, processes: [as(name), as(name)]});
			return finalValues(stepper, () => readWord(stepper, image, 'counter'));
		};
		assert.deepEqual(two('plain'), [1, 2]);
		assert.deepEqual(two('atomic'), [2]);
		assert.deepEqual(two('locked'), [2]);
	});
}

test('every depth can be taken back to exactly', async () => {
	const image = await stepImage(
		`struct cell { u8 byte; u16 half; u32 word; u64 wide; } cells[3];
		static __attribute__((noinline)) u64 deep(u32 n, u64 sum)
		{
			u64 local[4] = {n, sum, n, sum};
			volatile struct cell *cell = &cells[n % 3];
			cell->byte += n;
			cell->half += local[n & 3];
			cell->word ^= sum;
			cell->wide += local[(n + 1) & 3];
			return n ? deep(n - 1, sum * 3 + cell->wide) + local[n & 3] : sum;
		}
		void work(u32 n) { cells[0].wide = deep(n, 0x123456789abcdefull); }`,
		['work'],
	);
	const stepper = createStepper({image, processes: [as('work', 5), as('work', 3)]});
	const marks: {position: number; key: string; snapshot: Uint8Array; pending: unknown}[] = [];
	const mark = () => ({
		position: stepper.position(),
		key: hashKey(stepper),
		snapshot: stepper.snapshot(),
		pending: [0, 1].map(process => [
			stepper.status(process),
			stepper.pending(process),
			stepper.stack(process),
		]),
	});
	for (let steps = [...stepsOf(stepper)], turn = 0; steps.length > 0; steps = [...stepsOf(stepper)], turn++) {
		marks.push(mark());
		stepper.step(steps[(turn * 7 + (turn >> 2)) % steps.length]?.process ?? 0, 0);
	}
	assert.ok(marks.length > 60);
	assert.equal(new Set(marks.map(({key}) => key)).size, marks.length);
	for (const before of marks.toReversed()) {
		stepper.rollback(before.position);
		assert.deepEqual(mark(), before);
	}
});

test('a state is the same by whatever path it is reached, and only then', async () => {
	const image = await stepImage(
		`volatile u32 words[4];
		void work(u32 cpu)
		{
			u32 gone = words[cpu];
			for (u32 i = 0; i < 3; i++) {
				words[2] = words[2] + 1;
				words[3] ^= gone << i;
				gone = 0;
			}
			words[cpu] = 1;
		}`,
		['work'],
	);
	const stepper = createStepper({image, processes: [as('work', 0), as('work', 1)]});
	const snapshots = new Map<string, string>();
	const found = enumerate(stepper, undefined, () => {
		snapshots.set(hashKey(stepper), Buffer.from(stepper.snapshot()).toString('hex'));
	});
	assert.equal(snapshots.size, found.states);
	assert.equal(new Set(snapshots.values()).size, found.states);
	assert.ok(found.transitions > found.states);
	// Every other path to a state must have shown the same bytes.
	enumerateAllPaths(stepper, 9, () => {
		assert.equal(Buffer.from(stepper.snapshot()).toString('hex'), snapshots.get(hashKey(stepper)));
	});
});

/** All paths of a length, states seen before included. */
function enumerateAllPaths(stepper: Stepper, depth: number, visit: () => void): void {
	visit();
	if (depth === 0) return;
	const position = stepper.position();
	for (const {process, choice} of [...stepsOf(stepper)]) {
		stepper.step(process, choice);
		enumerateAllPaths(stepper, depth - 1, visit);
		stepper.rollback(position);
	}
}

test('what the pending step says', async () => {
	const image = await stepImage(
		`u8 bytes[4]; u32 word; u64 wide; static const u32 table[4] = {5, 6, 7, 8};
		void work(u32 n)
		{
			u32 local[4] = {1, 2, 3, 4};
			u8 before = *(volatile u8 *)&bytes[3];
			*(volatile u64 *)&wide = table[n & 3] + local[before & 3];
			__atomic_fetch_or(&word, 4, __ATOMIC_RELAXED);
			__atomic_thread_fence(__ATOMIC_SEQ_CST);
			__atomic_compare_exchange_n(&word, &local[1], 9, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
		}`,
		['work'],
	);
	const {symbols, sites, locations} = image.manifest;
	const stepper = createStepper({image, processes: [as('work', 2)]});
	const steps: unknown[] = [];
	const lines: number[] = [];
	while (stepper.status(0) === 'ready') {
		const {kind, address, bytes, choices, site} = stepper.pending(0);
		steps.push([kind, address, bytes, choices]);
		lines.push(locations[sites[site] ?? -1]?.line ?? 0);
		stepper.step(0, 0);
	}
	const at = (name: string) => symbols[name]?.address ?? 0;
	assert.deepEqual(steps, [
		['load', at('bytes') + 3, 1, 1],
		['store', at('wide'), 8, 1],
		['update', at('word'), 4, 1],
		['update', at('word'), 4, 1],
	]);
	assert.deepEqual(
		lines.map(line => line - (lines[0] ?? 0)),
		[0, 1, 2, 4],
	);
	assert.deepEqual(stepper.pending(0), {kind: 'none', address: 0, bytes: 0, choices: 1, site: -1});
	assert.equal(stepper.status(0), 'finished');
	assert.deepEqual(stepper.stack(0), []);
	// 7 + local[0]
	assert.equal(readWord(stepper, image, 'wide'), 8);
});

test('the stack of calls of a stopped process', async () => {
	const image = await stepImage(
		`volatile u32 word;
		static __attribute__((noinline)) u32 inner(u32 n) { return word + n; }
		static __attribute__((noinline)) u32 outer(u32 n) { return inner(n) * 3; }
		void work(u32 n) { word = outer(n) + inner(7); }`,
		['work'],
	);
	const stepper = createStepper({image, processes: [as('work', 2)]});
	const names = () => stepper.stack(0).map(entry => entry.function);
	assert.deepEqual(names(), ['inner', 'outer', 'work']);
	stepper.step(0, 0);
	assert.deepEqual(names(), ['inner', 'work']);
	stepper.step(0, 0);
	assert.deepEqual(names(), ['work']);
	stepper.step(0, 0);
	assert.equal(readWord(stepper, image, 'word'), 13);
});

test('a choice and the block after it are one step', async () => {
	const image = await stepImage(
		`volatile u32 words[3];
		void work(void)
		{
			u32 choice = __ptelab_choose(3);
			__ptelab_atomic_begin();
			words[choice]++;
			words[0] += 10;
			__ptelab_atomic_end();
			words[1] = __ptelab_choose(1);
		}
		void twice(void) { words[0] = 10 * __ptelab_choose(2) + __ptelab_choose(2) + 1; }`,
		['work', 'twice'],
	);
	const stepper = createStepper({image, processes: [as('work')]});
	const start = stepper.position();
	assert.equal(stepper.pending(0).choices, 3);
	assert.equal(stepper.pending(0).kind, 'block');
	const seen: number[][] = [];
	for (let choice = 0; choice < 3; choice++) {
		stepper.step(0, choice);
		seen.push([0, 1, 2].map(index => readWord(stepper, image, 'words', index)));
		assert.equal(stepper.pending(0).kind, 'store');
		stepper.rollback(start);
	}
	assert.deepEqual(seen, [
		[11, 0, 0],
		[10, 1, 0],
		[10, 0, 1],
	]);
	const twice = createStepper({image, processes: [as('twice')]});
	assert.deepEqual(
		finalValues(twice, () => readWord(twice, image, 'words')),
		[1, 2, 11, 12],
	);
});

test('waiting: locks, awaits within a block, a change, and for ever', async () => {
	const image = await stepImage(
		`volatile u32 lock, counter, flag;
		static void acquire(void)
		{
			__ptelab_atomic_begin();
			__ptelab_block_until(&lock, 0);
			lock = 1;
			__ptelab_atomic_end();
		}
		void locked(void) { acquire(); counter = counter + 1; lock = 0; }
		void waiter(void) { __ptelab_wait((u32 *)&flag, 0, 10); counter = flag; }
		void setter(void) { flag = 7; }
		void split(void)
		{
			__ptelab_atomic_begin();
			counter = 1;
			__ptelab_block_until(&flag, 7);
			counter = 2;
			lock = 5;
			__ptelab_atomic_end();
		}
		void leaks(void) { acquire(); }`,
		['locked', 'waiter', 'setter', 'split', 'leaks'],
	);
	const run = (...names: string[]) => createStepper({image, processes: names.map(name => as(name))});
	const locked = run('locked', 'locked');
	assert.deepEqual(
		finalValues(locked, () => readWord(locked, image, 'counter')),
		[2],
	);
	locked.step(0, 0);
	assert.deepEqual([locked.status(0), locked.status(1)], ['ready', 'blocked']);
	assert.equal(locked.pending(1).kind, 'block');

	const waiter = run('waiter', 'setter');
	assert.equal(waiter.status(0), 'blocked');
	assert.equal(waiter.pending(0).kind, 'load');
	waiter.step(1, 0);
	assert.equal(waiter.status(0), 'ready');
	assert.equal(runToEnd(waiter, 0), 3);
	assert.equal(readWord(waiter, image, 'counter'), 7);

	const split = run('split', 'setter');
	split.step(0, 0);
	assert.deepEqual([split.status(0), readWord(split, image, 'counter')], ['blocked', 1]);
	split.step(1, 0);
	split.step(0, 0);
	assert.deepEqual([split.status(0), readWord(split, image, 'counter')], ['finished', 2]);

	const dead = run('leaks', 'leaks');
	dead.step(0, 0);
	assert.deepEqual([dead.status(0), dead.status(1)], ['finished', 'blocked']);
	assert.equal(dead.finalFailure()?.property, 'deadlock');
	assert.equal(dead.finalFailure()?.process, 1);
});

test('what a block touches is found without a trace', async () => {
	const image = await stepImage(
		`volatile u32 lock, words[4]; volatile u8 byte;
		void work(u32 n)
		{
			u32 choice = __ptelab_choose(2);
			__ptelab_atomic_begin();
			if (choice) { words[words[0] + 2] = 1; }
			else __atomic_fetch_add(&words[3], byte, 5);
			__ptelab_atomic_end();
			__ptelab_atomic_begin();
			__ptelab_block_until(&lock, n);
			lock = 1;
			__ptelab_atomic_end();
			__ptelab_atomic_begin();
			for (u32 i = 0; i < 2000; i++) words[i & 1] = i;
			__ptelab_atomic_end();
		}`,
		['work'],
	);
	const at = (name: string, index = 0) => (image.manifest.symbols[name]?.address ?? 0) + 4 * index;
	const stepper = createStepper({image, processes: [as('work', 0), as('work', 5)]});
	const before = [stepper.position(), hashKey(stepper), stepper.pending(0)];
	const byAddress = (process: number) =>
		stepper
			.touches?.(process)
			?.toSorted((a, b) => a.address - b.address || Number(a.write) - Number(b.write));
	assert.deepEqual(
		byAddress(0),
		[
			{address: at('words'), bytes: 4, write: false},
			{address: at('words', 2), bytes: 4, write: true},
			{address: at('byte'), bytes: 1, write: false},
			{address: at('words', 3), bytes: 4, write: true},
		].sort((a, b) => a.address - b.address),
	);
	assert.deepEqual([stepper.position(), hashKey(stepper), stepper.pending(0)], before);
	stepper.step(0, 0);
	stepper.step(1, 0);
	assert.deepEqual(byAddress(0), [
		{address: at('lock'), bytes: 4, write: false},
		{address: at('lock'), bytes: 4, write: true},
	]);
	assert.equal(stepper.status(1), 'blocked');
	assert.deepEqual(byAddress(1), [{address: at('lock'), bytes: 4, write: false}]);
	stepper.step(0, 0);
	assert.equal(stepper.touches?.(0), null);
	stepper.step(0, 0);
	assert.deepEqual(stepper.touches?.(0), []);
});

test('setup runs first and is no part of the search; the end is checked', async () => {
	const image = await stepImage(
		`volatile u32 words[100], sum;
		void boot(u32 value, u32 count) { for (u32 i = 0; i < count; i++) words[i] = value; }
		void work(u32 cpu) { sum += words[cpu]; }
		void check(void) { __ptelab_assert(sum == 2 * words[0], 0); }
		void waits(void) { __ptelab_block_until(&sum, 1); }`,
		['boot', 'work', 'check', 'waits'],
	);
	const options = {image, processes: [as('work', 5), as('work', 99)], finish: 'check'};
	const stepper = createStepper({...options, setup: [{function: 'boot', arguments: [21, 100]}]});
	assert.equal(readWord(stepper, image, 'words', 99), 21);
	assert.equal(stepper.position(), createStepper(options).position());
	const ends = new Map<number, string | undefined>();
	enumerate(stepper, () => {
		const key = hashKey(stepper);
		ends.set(readWord(stepper, image, 'sum'), stepper.finalFailure()?.property);
		assert.equal(hashKey(stepper), key);
	});
	assert.deepEqual(
		ends,
		new Map(
			[
				[42, undefined],
				[21, 'assert'],
			].toReversed() as [number, string | undefined][],
		),
	);
	const stuck = createStepper({...options, setup: [{function: 'waits', arguments: []}]}).failure();
	assert.equal(stuck?.property, 'deadlock');
	assert.match(stuck.text, /^while the scenario is set up: 'waits' waits for something/);
	assert.throws(
		() => createStepper({...options, processes: [as('nothing')]}),
		/does not export a function 'nothing'/,
	);
});

test('the undo log grows when it must', async () => {
	const image = await stepImage(
		`volatile u32 words[4096];
		void fill(u32 times) { for (u32 t = 0; t < times; t++) { __ptelab_atomic_begin(); for (u32 i = 0; i < 4096; i++) words[i] += i + t; __ptelab_atomic_end(); } }`,
		['fill'],
	);
	const stepper = createStepper({image, processes: [as('fill', 300)]});
	const [position, key] = [stepper.position(), hashKey(stepper)];
	const before = stepper.memory.buffer.byteLength;
	assert.equal(runToEnd(stepper, 0), 300);
	assert.ok(stepper.memory.buffer.byteLength > before);
	assert.equal(readWord(stepper, image, 'words', 4095), 300 * 4095 + (300 * 299) / 2);
	stepper.rollback(position);
	assert.equal(hashKey(stepper), key);
	assert.equal(readWord(stepper, image, 'words', 4095), 0);
});
