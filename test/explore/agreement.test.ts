import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {type Independence, independent} from '../../source/explore/reduction.ts';
import {explore, type SearchOptions, type SearchReport} from '../../source/explore/search.ts';
import type {System} from '../../source/explore/system.ts';
import {type Model, systemOf} from './models/cells.ts';
import {randomModel} from './models/generate.ts';
import {type RaceOptions, race} from './models/race.ts';
import {toys} from './models/toys.ts';

const randomSystems = 400;

const base: RaceOptions = {slots: 2, faulting: 1, accesses: 1};
const races: [string, RaceOptions][] = [
	['2 slots', base],
	['2 slots, 2 accesses', {...base, accesses: 2}],
	['3 slots', {...base, slots: 3}],
	['2 faulting', {...base, faulting: 2}],
	['2 faulting, stale', {...base, faulting: 2, stale: true}],
	['old page, stale', {...base, stale: true, old: true}],
	['plain store', {...base, plain: true}],
	['split', {...base, split: true}],
	['early', {...base, early: true}],
	['locked flush', {...base, lockedFlush: true, stale: true}],
	['break before make', {...base, breakBeforeMake: true, progress: true}],
];

/** Everything a reduced search must share with plain enumeration. */
function answers(report: SearchReport) {
	return {
		verdict: report.verdict,
		finals: [...report.finalStates.keys()].sort(),
		counted: report.finals,
		deadlocks: report.deadlocks,
		properties: report.failures.map(one => [one.failure.property, one.schedule.length]).sort(),
	};
}

const whole: SearchOptions = {stop: 'all', collectFinals: true};

/** Without `mayAccess` only sleep sets are left. */
function sleepOnly(system: System): System {
	return Object.defineProperty(system, 'mayAccess', {value: undefined});
}

describe('reduced search and plain enumeration', () => {
	const check = (model: Model) => {
		const plain = explore(systemOf(model), {...whole, reduction: false});
		const persistent = explore(systemOf(model), whole);
		const sleeping = explore(sleepOnly(systemOf(model)), whole);
		assert.deepEqual(
			[plain.reduction, sleeping.reduction, persistent.reduction],
			['none', 'sleep', 'persistent'],
		);
		assert.deepEqual(answers(sleeping), answers(plain));
		assert.deepEqual(answers(persistent), answers(plain));
		assert.equal(sleeping.states, plain.states, 'sleep sets keep every state');
		assert.ok(sleeping.transitions <= plain.transitions && persistent.states <= plain.states);
		if (plain.cyclic) assert.ok(sleeping.cyclic && persistent.cyclic, 'endless runs must show');
		return {plain, persistent, sleeping};
	};

	for (const toy of toys) it(`agree on: ${toy.name}`, () => void check(toy.model));
	for (const [name, options] of races) it(`agree on the slot race: ${name}`, () => void check(race(options)));

	it(`agree on ${randomSystems} random systems, which have every kind of answer`, () => {
		const seen = new Map<string, number>();
		let plainStates = 0;
		let reducedStates = 0;
		for (let index = 0; index < randomSystems; index++) {
			try {
				const {plain, persistent} = check(randomModel(index));
				plainStates += plain.states;
				reducedStates += persistent.states;
				const kinds = plain.failures.map(one => one.failure.property);
				for (const kind of [plain.verdict, ...kinds, plain.cyclic ? 'cyclic' : 'acyclic']) {
					seen.set(kind, (seen.get(kind) ?? 0) + 1);
				}
			} catch (error) {
				throw new Error(`random system ${index}`, {cause: error});
			}
		}
		for (const kind of ['holds', 'assert', 'deadlock', 'odd-end', 'livelock', 'cyclic', 'acyclic']) {
			assert.ok((seen.get(kind) ?? 0) >= 10, `${kind}: ${seen.get(kind)} of ${randomSystems}`);
		}
		assert.ok(reducedStates < plainStates * 0.8, `${reducedStates} of ${plainStates} states`);
	});

	it('agree where like states are merged: leaving out what is dead, or exchanging processes', () => {
		const dead = race({...base, faulting: 2, forget: true});
		const alike = toys.filter(toy => toy.model.exchanges);
		assert.equal(alike.length, 2);
		for (const model of [dead, ...alike.map(toy => toy.model)]) {
			const plain = explore(systemOf(model), {...whole, reduction: false});
			for (const reduction of [false, true]) {
				const merged = explore(systemOf(model), {...whole, reduction, merge: true});
				assert.ok(merged.states < plain.states, `${merged.states} of ${plain.states}`);
				assert.deepEqual(answers(merged).properties, answers(plain).properties);
				assert.equal(merged.verdict, plain.verdict);
				const ends = new Set(answers(plain).finals);
				assert.ok([...merged.finalStates.keys()].every(digest => ends.has(digest)));
			}
		}
	});
});

describe('the check of agreement', () => {
	/** How many of the random systems and toys a sabotaged reduction gets wrong. */
	const wrong = (sabotage: NonNullable<SearchOptions['sabotage']>, from: (model: Model) => System) => {
		const models = [
			...toys.map(toy => toy.model),
			...Array.from({length: 150}, (_, index) => randomModel(index)),
		];
		return models.filter(model => {
			const plain = explore(systemOf(model), {...whole, reduction: false});
			const broken = explore(from(model), {...whole, sabotage});
			return JSON.stringify(answers(plain)) !== JSON.stringify(answers(broken));
		}).length;
	};
	const writesOnly: Independence = (one, other) =>
		independent(one?.filter(place => place.write) ?? null, other?.filter(place => place.write) ?? null);
	const readsOnly: Independence = (one, other) =>
		independent(one?.map(place => ({...place, write: false})) ?? null, other);

	it('fails when nothing depends on anything', () => {
		assert.ok(wrong({independence: () => true}, systemOf) > 0);
		assert.ok(wrong({independence: () => true}, model => sleepOnly(systemOf(model))) > 0);
	});
	it('fails when a load and a store do not depend', () => {
		assert.ok(wrong({independence: writesOnly}, systemOf) > 0);
		assert.ok(wrong({independence: writesOnly}, model => sleepOnly(systemOf(model))) > 0);
	});
	it('fails when the writes of one side are taken for reads', () => {
		assert.ok(wrong({independence: readsOnly}, systemOf) > 0);
	});
	it('fails when a step is put off round a cycle', () => {
		assert.ok(wrong({putOff: true}, systemOf) > 0);
	});
	it('fails when the system leaves something out of what may come', () => {
		const forgetful = (model: Model) =>
			systemOf({...model, mayAccess: (cells, process) => model.touches?.(cells, process) ?? []});
		assert.ok(wrong({}, forgetful) > 0);
	});
});
