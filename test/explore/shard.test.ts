import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {explore, type SearchOptions} from '../../source/explore/search.ts';
import {exploreShard, type ShardReport} from '../../source/explore/shard.ts';
import type {System} from '../../source/explore/system.ts';
import {replay} from '../../source/explore/trace.ts';
import {type Model, systemOf} from './models/cells.ts';
import {randomModel, randomSurroundings} from './models/generate.ts';
import {type RaceOptions, race} from './models/race.ts';
import {toys} from './models/toys.ts';

const base: RaceOptions = {slots: 2, faulting: 2, accesses: 1};
const small: RaceOptions = {...base, faulting: 1};
const whole: SearchOptions = {stop: 'all', collectFinals: true};

const propertiesOf = (reports: readonly {failures: ShardReport['failures']}[]) =>
	[...new Set(reports.flatMap(report => report.failures).map(one => one.failure.property))].sort();
const finalsOf = (reports: readonly {finalStates: ShardReport['finalStates']}[]) =>
	[...new Set(reports.flatMap(report => [...report.finalStates.keys()]))].sort();
const lengthsOf = (reports: readonly {failures: ShardReport['failures']}[]) =>
	[
		...new Set(
			reports.flatMap(report => report.failures).map(one => `${one.failure.property} ${one.schedule.length}`),
		),
	].sort();

function shardsOf(make: () => System, options: SearchOptions, count: number, share?: number): ShardReport[] {
	return Array.from({length: count}, (_, at) =>
		exploreShard(make(), options, {index: at + 1, count, ...(share && {share})}),
	);
}

/** Without `mayAccess` only sleep sets are left. */
const sleepOnly = (system: System): System => Object.defineProperty(system, 'mayAccess', {value: undefined});

/** That all shards together say what one search says. */
function check(make: () => System, options: SearchOptions, count: number, share?: number): ShardReport[] {
	const one = explore(make(), options);
	const all = shardsOf(make, options, count, share);
	assert.deepEqual(finalsOf(all), finalsOf([one]));
	const isBroken = propertiesOf([one]).some(property => property !== 'livelock');
	// The owner may find a livelock, which one search looks for only where nothing else is wrong.
	const found = lengthsOf(all).filter(text => !isBroken || !text.startsWith('livelock'));
	assert.deepEqual(found, lengthsOf([one]));
	assert.equal(
		all.some(part => part.verdict === 'violated'),
		one.verdict === 'violated',
	);
	assert.equal(
		all.every(part => part.verdict === 'holds'),
		one.verdict === 'holds',
	);
	assert.equal(all.filter(part => part.owner).length, 1, 'one shard answers for the way in');
	assert.equal(new Set(all.map(part => JSON.stringify([part.prefix, part.reduction]))).size, 1);
	return all;
}

describe('shards', () => {
	const races: [string, RaceOptions][] = [
		['as it should be', {...small, accesses: 2}],
		['plain store', {...small, plain: true}],
		['stale and early', {...small, stale: true, early: true}],
		['chasing each other', {...small, progress: true}],
	];
	for (const [name, options] of races) {
		it(`together find what one search finds in the slot race: ${name}`, () => {
			for (let count = 1; count <= 5; count++) {
				const all = check(() => systemOf(race(options)), whole, count, 8);
				assert.ok((all[0]?.prefix.dealt ?? 0) >= 8 * count);
			}
		});
	}

	it('take a part of the work each', () => {
		const options = {reduction: false, livelocks: false};
		const make = () => systemOf(race({...base, slots: 3}));
		const one = explore(make(), options);
		const all = shardsOf(make, options, 2);
		assert.ok(all.every(part => part.states > one.states * 0.3 && part.states < one.states * 0.8));
		assert.ok(all.reduce((sum, part) => sum + part.states, 0) >= one.states);
		assert.equal((all[0]?.prefix.dealt ?? 0) >= 512, true);
	});

	it('count every state once when there is one shard', () => {
		const make = () => systemOf(race(base));
		for (const options of [{reduction: false}, {reduction: false, livelocks: false}]) {
			const [part] = shardsOf(make, options, 1);
			assert.deepEqual([part?.states, part?.transitions, part?.finals], [32_120, 101_560, 25]);
		}
	});

	it('together find what one search finds in toys and random systems, split at once', () => {
		const systems: {model: Model; options: SearchOptions}[] = [
			...toys.map(toy => ({model: toy.model, options: whole})),
			...Array.from({length: 40}, (_, at) => ({model: randomModel(at), options: whole})),
			...Array.from({length: 40}, (_, at) => {
				const {model, race} = randomSurroundings(at);
				return {model, options: {...whole, race}};
			}).filter(({model}) => explore(systemOf(model), {limits: {states: 300}}).limit === null),
		];
		let dealt = 0;
		for (const [index, {model, options}] of systems.entries()) {
			const count = 1 + (index % 5);
			try {
				const all = check(() => systemOf(model), options, count, 1);
				check(() => systemOf(model), options, count, 3);
				check(() => sleepOnly(systemOf(model)), options, count, 1);
				check(() => systemOf(model), {...options, reduction: false}, count, 1);
				if ((all[0]?.prefix.dealt ?? 0) > 0) dealt++;
			} catch (error) {
				throw new Error(`system ${index} in ${count} shards`, {cause: error});
			}
		}
		assert.ok(dealt > systems.length / 2, `${dealt} of ${systems.length} were split`);
	});

	it('do not put off in one shard what another puts off too', () => {
		// The few of thousands in which it happens that steps of two shards lead to each other's states, round and round.
		for (const index of [856, 1032, 1252, 1511, 2686]) {
			const {model, race} = randomSurroundings(index);
			for (const count of [2, 4, 5]) check(() => systemOf(model), {...whole, race}, count, 1);
		}
	});

	it('find a shortest schedule that can be replayed, and leave the system where it was', () => {
		const make = () => systemOf(race({...base, stale: true}));
		const system = make();
		const start = system.snapshot();
		const reports = [1, 2, 3].map(index => exploreShard(system, {}, {index, count: 3}));
		assert.deepEqual(system.snapshot(), start);
		const found = reports.flatMap(report => (report.failure ? [report.failure] : []));
		assert.ok(found.length > 0);
		for (const {failure, schedule, shortest} of found) {
			assert.deepEqual([failure.property, schedule.length, shortest], ['lost-write', 10, true]);
			const again = replay(make(), schedule);
			assert.equal(again.end === 'complete' && again.failure?.property, 'lost-write');
		}
	});

	it('leave a search that ends on the way in to one of them', () => {
		for (const toy of toys) {
			const all = shardsOf(() => systemOf(toy.model), {}, 3);
			const one = explore(systemOf(toy.model));
			const [owner, ...others] = [...all].sort((a, b) => Number(b.owner) - Number(a.owner));
			const found = owner?.failure?.failure.property;
			assert.deepEqual([owner?.verdict, found], [one.verdict, one.failure?.failure.property], toy.name);
			if (one.verdict === 'holds') assert.equal(owner?.states, one.states, toy.name);
			assert.deepEqual(
				others.map(part => [part.verdict, part.states, part.transitions, part.failures.length]),
				[
					['holds', 0, 0, 0],
					['holds', 0, 0, 0],
				],
				toy.name,
			);
		}
	});

	it('leave livelocks to the owner, who says so when the graph is too large for it', () => {
		const make = () => systemOf(race({...base, progress: true}));
		const all = shardsOf(make, {}, 3);
		assert.deepEqual(
			all.map(part => [part.verdict, part.livelocks.length > 0]),
			all.map(part => [part.owner ? 'violated' : 'holds', part.owner]),
		);
		// Enough for each part, but not for all edges.
		const tight = shardsOf(make, {limits: {memoryBytes: 2_000_000}}, 3);
		assert.deepEqual(
			tight.map(part => [part.verdict, part.limit]),
			tight.map(part => (part.owner ? ['bounded', 'memory'] : ['holds', null])),
		);
		assert.ok(shardsOf(make, {livelocks: false}, 3).every(part => part.verdict === 'holds'));
	});

	it('end as bounded at a limit', () => {
		const make = () => systemOf(race(base));
		const cases = [
			{limits: {states: 100}, limit: 'states'},
			{limits: {states: 5_000}, limit: 'states'},
			{limits: {milliseconds: 0}, limit: 'time'},
			{limits: {memoryBytes: 1}, limit: 'memory'},
		] as const;
		for (const {limits, limit} of cases) {
			const [first] = shardsOf(make, {limits, reduction: false}, 2);
			assert.deepEqual([first?.verdict, first?.limit], ['bounded', limit]);
		}
		const asked = exploreShard(
			systemOf(race({...base, accesses: 2})),
			{progress: () => true},
			{index: 1, count: 2},
		);
		assert.deepEqual([asked.verdict, asked.limit], ['bounded', 'time']);
	});

	it('refuse a shard that there is not', () => {
		for (const [index, count] of [
			[0, 2],
			[3, 2],
			[1.5, 2],
		] as const) {
			assert.throws(() => exploreShard(systemOf(race(base)), {}, {index, count}), /there is no shard/);
		}
	});
});
