/**
 * How stepped programs go wrong: each way has its word and its place, and can be taken back like any step.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createStepper, type StepProcess} from '../../source/explore/stepper.ts';
import {enumerate, hashKey, readWord, stepImage} from './step-helpers.ts';

const as = (name: string, argument = 0): StepProcess => ({function: name, argument});

test('failures, with their place, and back', async () => {
	const image = await stepImage(
		`volatile u32 word; u32 (*volatile target)(u32);
		static __attribute__((noinline)) u32 endless(u32 n) { u32 s = n; for (;;) { s = s * 5 + 1; asm volatile("" : "+r"(s)); if (!s && !n) return s; } }
		static __attribute__((noinline)) u32 recurse(u32 n) { return word + recurse(n + 1); }
		static __attribute__((noinline)) u32 dive(u32 n) { volatile u32 big[64]; big[n & 63] = n; return dive(n + 1) + big[3]; }
		void asserts(void) { u32 n = word; __ptelab_assert(n == 1, 1); word = 2; }
		void traps(void) { if (!word) __ptelab_trap(4, 9); }
		void divides(void) { u32 n = word; word = 7 / n; }
		void calls(void) { target(1); }
		static u32 fine(u32 n) { return n + 1; }
		static void other(void) { word = 1; }
		u32 (*volatile right)(u32) = fine;
		void miscalls(void) { if (right(word) == 1) { right = (u32 (*)(u32))other; right(1); } }
		void leaps(void) { u32 n = word; right = (u32 (*)(u32))(0x12345678ul + n); right(1); }
		void stops(void) { if (!word) __builtin_trap(); }
		void spins(void) { u32 n = word; word = endless(n | 1); }
		void recurses(void) { word = recurse(0); }
		void dives(void) { u32 n = word; word = dive(n); }
		static __attribute__((noinline)) void relax(void) { asm volatile("" ::: "memory"); }
		void idles(void) { u32 n = word; while (!n) relax(); }
		void polls(void) { while (!word) ; }`,
		[
			'asserts',
			'traps',
			'divides',
			'calls',
			'miscalls',
			'leaps',
			'stops',
			'spins',
			'recurses',
			'dives',
			'idles',
			'polls',
		],
		{flags: ['-fno-optimize-sibling-calls']},
	);
	const expected: [name: string, property: string, text: RegExp, place: string | undefined][] = [
		['asserts', 'kept', /kept/, 'asserts'],
		['traps', 'deadlock', /interrupts off/, 'traps'],
		['divides', 'bug', /^division by zero$/, 'divides'],
		['calls', 'bug', /through the pointer 0x0, which is to no function/, 'calls'],
		['miscalls', 'bug', /through the pointer 0x[1-9a-f]/, 'miscalls'],
		['leaps', 'bug', /through the pointer 0x12345678/, 'leaps'],
		['stops', 'bug', /__builtin_trap/, 'stops'],
		['spins', 'endless-loop', /turns for ever/, 'endless'],
		['idles', 'endless-loop', /turns for ever/, 'idles'],
		['recurses', 'stack-overflow', /stack/, 'recurse'],
		['dives', 'stack-overflow', /stack/, 'dive'],
	];
	const {sites, locations} = image.manifest;
	for (const [name, property, text, place] of expected) {
		const stepper = createStepper({
			image,
			processes: [as(name), as('asserts')],
			properties: ['other', 'kept'],
			turnsPerStep: 10_000,
		});
		const [position, key, snapshot] = [stepper.position(), hashKey(stepper), stepper.snapshot()];
		assert.equal(stepper.failure(), null, name);
		let steps = 0;
		while (stepper.failure() === null && stepper.status(0) === 'ready' && steps < 5000) {
			stepper.step(0, 0);
			steps++;
		}
		const failure = stepper.failure();
		assert.equal(failure?.property, property, name);
		assert.match(failure?.text ?? '', text, name);
		assert.equal(locations[sites[failure?.site ?? -1] ?? -1]?.function, place, name);
		assert.equal(failure?.process, 0);
		assert.equal(stepper.status(0), name === 'asserts' ? 'ready' : 'failed', name);
		stepper.rollback(position);
		assert.equal(stepper.failure(), null);
		assert.equal(hashKey(stepper), key, name);
		assert.deepEqual(stepper.snapshot(), snapshot, name);
		assert.equal(stepper.status(0), 'ready', name);
		// The other process is none the worse for it.
		stepper.step(1, 0);
		assert.equal(stepper.failure()?.property, 'kept', name);
	}
	// A loop that others can end is no endless one: every turn is a step.
	const polls = createStepper({image, processes: [as('polls')]});
	assert.deepEqual(enumerate(polls), {states: 1, transitions: 1, finals: 0, broken: new Set()});
});

test('a pointer to a local variable in other hands', async () => {
	const image = await stepImage(
		`u32 *volatile shared; volatile u32 out;
		void owner(void) { volatile u32 local = 1; shared = (u32 *)&local; local = 2; local = 3; out = local; shared = 0; }
		void other(void) { u32 *p = shared; if (p) out = *(volatile u32 *)p; }`,
		['owner', 'other'],
	);
	const processes = [as('owner'), as('other')];
	const hidden = createStepper({image, processes});
	assert.ok(enumerate(hidden).broken.has('shared-stack'));
	const shared = createStepper({image, processes, sharedStacks: true});
	const seen = new Set<number>();
	const {broken} = enumerate(shared, undefined, () => seen.add(readWord(shared, image, 'out')));
	assert.deepEqual([...broken], []);
	assert.deepEqual([...seen].sort(), [0, 1, 2, 3]);
});

test('a setup that breaks something is a failure of the initial state, with its place and its callers', async () => {
	const image = await stepImage(
		`volatile u32 word;
		static __attribute__((noinline)) void inner(u32 n) { if (word == n) __ptelab_trap(3, 7); word = 5; }
		void prepares(void) { inner(0); }
		static __attribute__((noinline)) u32 turns(u32 n) { u32 s = n; for (;;) { word = s; s = s * 5 + 1; } }
		void hangs(void) { word = turns(1); }
		void never(void) { word = 2; }
		void work(void) { word = 1; }
		void checks(void) { __ptelab_assert(0, 0); }`,
		['prepares', 'hangs', 'never', 'work', 'checks'],
	);
	const create = (...setup: string[]) =>
		createStepper({
			image,
			processes: [as('work')],
			setup: setup.map(name => ({function: name, arguments: []})),
			finish: 'checks',
		});
	const stepper = create('prepares', 'never');
	const {sites, locations} = image.manifest;
	const placeOf = (site: number | undefined) => locations[sites[site ?? -1] ?? -1]?.function;
	assert.equal(stepper.failure()?.property, 'bug');
	assert.match(stepper.failure()?.text ?? '', /^while the scenario is set up: /);
	assert.equal(placeOf(stepper.failure()?.site), 'inner');
	assert.deepEqual(
		stepper.stack(-1).map(({function: name}) => name),
		['prepares'],
	);
	assert.equal(stepper.status(0), 'failed', 'nobody goes on from there');
	assert.equal(readWord(stepper, image, 'word'), 0, 'nor does the rest of the setup run');
	assert.equal(stepper.finalFailure(), null, 'and its end is no end');
	// One that never ends is soon found out: its stores must not fill the memory before.
	const started = performance.now();
	const hangs = create('hangs');
	assert.equal(hangs.failure()?.property, 'endless-loop');
	assert.equal(placeOf(hangs.failure()?.site), 'turns');
	assert.ok(performance.now() - started < 20_000);
});
