/** Environment, processes that may wait, and data races: what the search says beside plain enumeration. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {explore, type SearchOptions, type SearchReport} from '../../source/explore/search.ts';
import {simulate} from '../../source/explore/simulate.ts';
import type {System} from '../../source/explore/system.ts';
import {replay, type Schedule} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {enumerateAll} from './models/enumerate.ts';
import {randomModel, randomSurroundings} from './models/generate.ts';
import {type Instruction, type Programs, programs} from './models/program.ts';
import {toys} from './models/toys.ts';

const store = (at: number, value: number): Instruction => ({do: 'store', at, value});
const load = (at: number, register: number): Instruction => ({do: 'load', at, register});
const waitFor = (at: number, value: number): Instruction => ({do: 'await', at, value});
const again = (to: number): Instruction => ({do: 'jump', to, register: 2, value: 0});

/** Sets a cell to 1 and 2 in turn, for ever. */
const restless = (at: number): Instruction[] => [store(at, 1), store(at, 2), again(0)];

const system = (list: Instruction[][], more: Partial<Programs> = {}) =>
	systemOf(programs({shared: 3, registers: 3, programs: list, ...more}));

const last = (count: number, of: number) => ({environment: (process: number) => process >= of - count});

function verdictOf(report: SearchReport) {
	return [report.verdict, report.failure?.failure.property ?? null, report.failure?.schedule.length ?? null];
}

describe('environment', () => {
	for (const reduction of [true, false]) {
		const how = reduction ? '' : ', without reduction';

		it(`that acts for ever does not keep the search from the end${how}`, () => {
			const end = {end: (shared: Uint8Array) => (shared[0] === 1 && shared[1] === 2 ? 'bad-end' : null)};
			const report = explore(system([[store(0, 1)], restless(1)], {...end, ...last(1, 2)}), {reduction});
			// Twice the surroundings, once the process.
			assert.deepEqual(verdictOf(report), ['violated', 'bad-end', 3]);
		});

		it(`that acts for ever is no livelock${how}`, () => {
			const report = explore(system([[store(0, 1)], restless(1)], last(1, 2)), {reduction});
			assert.deepEqual([...verdictOf(report), report.cyclic], ['holds', null, null, true]);
			assert.equal(report.finals, 3);
		});

		it(`need not do what somebody waits for${how}`, () => {
			const list = [[waitFor(0, 1)], [store(0, 1), store(0, 1)]];
			const report = explore(system(list, last(1, 2)), {reduction});
			assert.deepEqual(verdictOf(report), ['violated', 'deadlock', 0]);
			assert.equal(explore(system(list), {reduction}).verdict, 'holds');
		});

		it(`does not hide a deadlock of others by acting for ever${how}`, () => {
			const lock = (at: number): Instruction => ({do: 'lock', at});
			const list = [[lock(0), lock(1)], [lock(1), lock(0)], restless(2)];
			const report = explore(system(list, last(1, 3)), {reduction});
			assert.deepEqual(verdictOf(report), ['violated', 'deadlock', 2]);
		});

		it(`is searched beyond an end${how}`, () => {
			const list = [[store(0, 1)], [waitFor(0, 1), load(0, 0), {do: 'assert', register: 0, not: 1}]];
			const report = explore(system(list as Instruction[][], last(1, 2)), {reduction});
			assert.deepEqual(verdictOf(report), ['violated', 'assert', 3]);
		});

		it(`makes a livelock only of what goes on without it${how}`, () => {
			const turnsUntilChanged: Instruction[] = [load(0, 0), {do: 'jump', to: 0, register: 0, value: 1}];
			const once = system([[store(0, 1), ...turnsUntilChanged.map(shift)], [store(0, 1)]], last(1, 2));
			assert.equal(explore(once, {reduction}).failure?.failure.property, 'livelock');
			// Goes round only as long as somebody sets the cell again and again.
			const again = [
				[load(0, 0), store(0, 0), {do: 'jump', to: 0, register: 0, value: 1}],
				[store(0, 1), {do: 'jump', to: 0, register: 2, value: 0}],
			] as Instruction[][];
			assert.equal(explore(system(again, last(1, 2)), {reduction}).verdict, 'holds');
			const endless = explore(system(again, last(1, 2)), {reduction, endlessEnvironment: true});
			assert.equal(endless.failure?.failure.property, 'livelock');
			assert.deepEqual(endless.livelocks[0]?.processes, [0, 1]);
		});
	}

	it('is no livelock by itself, however long it acts', () => {
		const alone = system([[store(0, 1)], restless(1)], last(1, 2));
		assert.equal(explore(alone, {endlessEnvironment: true}).verdict, 'holds');
	});

	it('ends a run of the simulation now and then, and is heard of in both schedules', () => {
		const end = {end: (shared: Uint8Array) => (shared[0] === 1 && shared[1] === 2 ? 'bad-end' : null)};
		for (const schedule of ['random', 'pct'] as const) {
			const good = simulate(system([[store(0, 1)], restless(1)], last(1, 2)), {seed: 1, schedule}, 500);
			assert.deepEqual([good.verdict, good.finals, good.cutOff, good.chance], ['sampled', 3, 0, null]);
			const bad = system([[store(0, 1)], restless(1)], {...end, ...last(1, 2)});
			assert.equal(simulate(bad, {seed: 1, schedule}, 500).failed?.failure?.property, 'bad-end');
		}
	});
});

/** A jump in a program that something was put before. */
function shift(one: Instruction): Instruction {
	return one.do === 'jump' ? {...one, to: one.to + 1} : one;
}

describe('a process that may wait', () => {
	const list = [[store(0, 1)], [waitFor(0, 1), store(1, 1), waitFor(0, 2), store(1, 2)]];
	const mayWait = (process: number) => process === 1;

	it('waits for ever without a deadlock', () => {
		assert.equal(explore(system(list)).failure?.failure.property, 'deadlock');
		assert.equal(explore(system(list, {mayWait})).verdict, 'holds');
	});

	it('has done what it could before the end is looked at', () => {
		const seen: number[] = [];
		const end = (shared: Uint8Array) => {
			seen.push(shared[1] as number);
			return null;
		};
		explore(system(list, {mayWait, end}), {reduction: false});
		assert.deepEqual(seen, [1]);
		explore(system(list, {end, ...last(1, 2)}), {reduction: false});
		assert.deepEqual([...new Set(seen)].sort(), [0, 1], 'environment need not');
	});
});

describe('search and plain enumeration', () => {
	const whole: SearchOptions = {stop: 'all', collectFinals: true};
	const count = 400;
	const systems = Array.from({length: count}, (_, index) => ({index, ...randomSurroundings(index)})).filter(
		({model}) =>
			explore(systemOf(model), {reduction: false, stop: 'all', limits: {states: 700}, livelocks: false})
				.limit === null,
	);

	/** Everything a reduced search must share with the others. */
	const answers = (report: SearchReport) => ({
		verdict: report.verdict,
		finals: [...report.finalStates.keys()].sort(),
		counted: report.finals,
		deadlocks: report.deadlocks,
		properties: report.failures.map(one => [one.failure.property, one.schedule.length]).sort(),
	});

	const sleepOnly = (one: System): System => Object.defineProperty(one, 'mayAccess', {value: undefined});

	it(`agree on ${systems.length} random systems with environment, waiting and plain accesses`, () => {
		assert.ok(systems.length > count * 0.6);
		const seen = new Map<string, number>();
		let saved = 0;
		let all = 0;
		for (const {index, model, race} of systems) {
			const options = {...whole, race};
			const truth = enumerateAll(systemOf(model), race);
			const plain = explore(systemOf(model), {...options, reduction: false});
			const persistent = explore(systemOf(model), options);
			const sleeping = explore(sleepOnly(systemOf(model)), options);
			const what = `random system ${index}`;
			assert.deepEqual(
				[plain.states, plain.transitions, plain.finals, plain.deadlocks],
				[truth.states, truth.transitions, truth.finals, truth.deadlocks],
				what,
			);
			const broken = plain.failures.map(one => one.failure.property);
			if (truth.properties.size > 0) assert.deepEqual([...broken].sort(), [...truth.properties].sort(), what);
			else if (truth.livelock !== null) assert.deepEqual(broken, truth.livelock ? ['livelock'] : [], what);
			assert.deepEqual(answers(persistent), answers(plain), what);
			assert.deepEqual(answers(sleeping), answers(plain), what);
			assert.equal(sleeping.states, plain.states, what);
			if (plain.cyclic) assert.ok(persistent.cyclic && sleeping.cyclic, what);
			for (const {failure, schedule, cycle} of persistent.failures) {
				if (failure.property === 'livelock') checkLivelock(systemOf(model), schedule, cycle);
				else checkReplay(systemOf(model), schedule, failure.property, race);
			}
			const eternal = plain.cyclic ? 'cyclic' : 'acyclic';
			for (const kind of [...broken, eternal, plain.verdict]) seen.set(kind, (seen.get(kind) ?? 0) + 1);
			saved += plain.states - persistent.states;
			all += plain.states;
		}
		for (const kind of [
			'holds',
			'assert',
			'deadlock',
			'odd-end',
			'livelock',
			'data-race',
			'cyclic',
			'acyclic',
		]) {
			assert.ok((seen.get(kind) ?? 0) >= 10, `${kind}: ${seen.get(kind)} of ${systems.length}`);
		}
		assert.ok(saved > all * 0.1, `${saved} of ${all} states saved`);
	});

	it('agree on the systems without surroundings', () => {
		const models = [...toys.map(toy => toy.model), ...Array.from({length: 100}, (_, at) => randomModel(at))];
		for (const [index, model] of models.entries()) {
			const truth = enumerateAll(systemOf(model));
			const plain = explore(systemOf(model), {stop: 'all', reduction: false});
			assert.deepEqual([plain.states, plain.finals], [truth.states, truth.finals], `${index}`);
			const properties = new Set(plain.failures.map(one => one.failure.property));
			if (truth.properties.size > 0) assert.deepEqual(properties, truth.properties, `${index}`);
			else if (truth.livelock !== null) assert.equal(properties.has('livelock'), truth.livelock, `${index}`);
		}
	});

	/** How many of the random systems a sabotaged reduction gets wrong. */
	const wrong = (sabotage: NonNullable<SearchOptions['sabotage']>) =>
		systems.slice(0, 120).filter(({model, race}) => {
			const plain = explore(systemOf(model), {...whole, race, reduction: false});
			const broken = explore(systemOf(model), {...whole, race, sabotage});
			return JSON.stringify(answers(plain)) !== JSON.stringify(answers(broken));
		}).length;

	it('do not agree when environment may be all that steps on the way to an end', () => {
		assert.ok(wrong({forgetEnds: true}) > 0);
	});
	it('do not agree when a step is put off round a cycle', () => {
		assert.ok(wrong({putOff: true}) > 0);
	});
	it('do not agree when nothing depends on anything', () => {
		assert.ok(wrong({independence: () => true}) > 0);
	});
});

function checkReplay(
	one: System,
	schedule: Schedule,
	property: string,
	race: NonNullable<SearchOptions['race']>,
): void {
	const result = replay(one, schedule, {race});
	const broken = result.end === 'complete' ? result.failures.map(failure => failure.property) : [];
	assert.ok(broken.includes(property), `${property} is not among ${broken.join()}`);
}

/** That the cycle is one, that it is fair, and that environment has no step in it. */
function checkLivelock(one: System, stem: Schedule, cycle: Schedule): void {
	assert.equal(replay(one, stem).end, 'complete');
	const start = Buffer.from(one.snapshot()).toString('latin1');
	const starving = new Set(
		Array.from({length: one.processes}, (_, process) => process).filter(
			process => !one.environment?.(process),
		),
	);
	assert.ok(cycle.length > 0);
	for (const move of cycle) {
		for (const process of starving) if (one.status(process) !== 'ready') starving.delete(process);
		assert.ok(!one.environment?.(move.process));
		starving.delete(move.process);
		one.step(move.process, move.choice);
	}
	assert.equal(Buffer.from(one.snapshot()).toString('latin1'), start);
	assert.deepEqual([...starving], []);
}
