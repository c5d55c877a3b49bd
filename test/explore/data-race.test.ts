import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {findRace, raceFailure} from '../../source/explore/data-race.ts';
import {explore} from '../../source/explore/search.ts';
import {simulate} from '../../source/explore/simulate.ts';
import type {PendingStep, System} from '../../source/explore/system.ts';
import {replay} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {type Instruction, programs, racesOf} from './models/program.ts';

const store = (at: number): Instruction => ({do: 'store', at, value: 1});
const load = (at: number): Instruction => ({do: 'load', at, register: 0});
const plain = (one: Instruction): Instruction => ({...one, plain: true});
const lock: Instruction = {do: 'lock', at: 1};
const unlock: Instruction = {do: 'store', at: 1, value: 0};
const locked = [lock, plain(load(0)), plain(store(0)), unlock];

interface Toy {
	name: string;
	programs: Instruction[][];
	/** Steps to the nearest race, or null. */
	steps: number | null;
	/** Process whose access is plain. */
	process?: number;
}

const toys: Toy[] = [
	{name: 'two plain stores', programs: [[plain(store(0))], [plain(store(0))]], steps: 0, process: 0},
	{name: 'a plain load and a marked store', programs: [[store(0)], [plain(load(0))]], steps: 0, process: 1},
	{name: 'a plain store and a marked load', programs: [[plain(store(0))], [load(0)]], steps: 0, process: 0},
	{
		name: 'a plain store and an atomic update',
		programs: [[{do: 'add', at: 0, value: 1, register: 0}], [plain(store(0))]],
		steps: 0,
		process: 1,
	},
	{name: 'two marked stores', programs: [[store(0)], [store(0)]], steps: null},
	{name: 'two plain loads', programs: [[plain(load(0))], [plain(load(0))]], steps: null},
	{name: 'plain stores elsewhere', programs: [[plain(store(0))], [plain(store(2))]], steps: null},
	{name: 'all under a lock', programs: [locked, locked, locked], steps: null},
	{name: 'one forgets the lock', programs: [locked, [plain(load(0)), plain(store(0))]], steps: 2, process: 0},
	{
		name: 'handed over by a flag',
		programs: [
			[plain(store(0)), store(2)],
			[{do: 'await', at: 2, value: 1}, plain(load(0))],
		],
		steps: null,
	},
	{
		name: 'a flag that is not looked at',
		programs: [
			[store(2), store(2), plain(store(0)), store(2)],
			[load(2), plain(load(0))],
		],
		steps: 3,
		process: 0,
	},
];

describe('data races', () => {
	for (const {name, programs: list, steps, process} of toys) {
		for (const reduction of [true, false]) {
			it(`${name}: ${steps === null ? 'none' : `after ${steps} steps`}${reduction ? '' : ', without reduction'}`, () => {
				const all = {shared: 3, registers: 2, programs: list};
				const race = racesOf(all);
				const system = systemOf(programs(all));
				const report = explore(system, {reduction, race});
				const found = report.failure;
				assert.deepEqual(
					[report.verdict, found?.failure.property, found?.schedule.length, found?.failure.process],
					steps === null
						? ['holds', undefined, undefined, undefined]
						: ['violated', 'data-race', steps, process],
				);
				if (!found) return;
				assert.equal(found.shortest, true);
				const again = replay(system, found.schedule, {race});
				assert.deepEqual(again.end === 'complete' && again.failure, found.failure);
				system.rollback(0);
				const blind = replay(system, found.schedule);
				assert.equal(blind.end === 'complete' && blind.failure, null);
				system.rollback(0);
				assert.equal(explore(system, {reduction}).verdict, 'holds', 'nobody asked');
			});
		}
	}

	it('are met by random schedules, too, which they do not change', () => {
		const toy = {shared: 3, registers: 2, programs: [locked, [plain(load(0)), plain(store(0))]]};
		const system = systemOf(programs(toy));
		for (const schedule of ['random', 'pct'] as const) {
			const found = simulate(system, {seed: 5, schedule, race: racesOf(toy)}, 100);
			assert.equal(found.failed?.failure?.property, 'data-race');
			const again = replay(system, found.failed?.schedule ?? [], {race: racesOf(toy)});
			assert.equal(again.end === 'complete' && again.failure?.property, 'data-race');
			system.rollback(0);
			assert.equal(simulate(system, {seed: 5, schedule}, 100).verdict, 'sampled');
		}
	});
});

describe('a race', () => {
	/** A system of which nothing is asked but what its processes are about to do. */
	const standing = (...steps: Partial<PendingStep>[]): System => {
		const system = systemOf(programs({shared: 1, registers: 1, programs: steps.map(() => [])}));
		const pending = (process: number): PendingStep => ({
			kind: 'load',
			address: 0,
			bytes: 4,
			choices: 1,
			site: process,
			...steps[process],
		});
		return {...system, pending};
	};
	const check = {isPlain: (site: number) => site === 1};

	it('needs bytes in common', () => {
		const meets = (address: number, bytes: number) =>
			findRace(standing({kind: 'store', address: 0x100, bytes: 8}, {address, bytes}), 3, check) !== null;
		assert.deepEqual(
			[meets(0xfc, 4), meets(0xfd, 4), meets(0x107, 1), meets(0x108, 4), meets(0, 0x1000)],
			[false, true, true, false, true],
		);
	});

	it('is none of steps that are several accesses, and none of processes that cannot step', () => {
		const [one, other] = [{kind: 'store'}, {kind: 'store'}] as const;
		assert.notEqual(findRace(standing(one, other), 3, check), null);
		assert.equal(findRace(standing({...one, kind: 'block'}, other), 3, check), null);
		assert.equal(findRace(standing({...one, kind: 'fence'}, other), 3, check), null);
		assert.equal(findRace(standing(one, other), 1, check), null);
	});

	it('is told by both processes and the place', () => {
		const system = standing(
			{kind: 'update', address: 0x2000, bytes: 8},
			{kind: 'store', address: 0x2004, bytes: 8},
		);
		assert.deepEqual(raceFailure(system, 3, check), {
			property: 'data-race',
			process: 1,
			site: 1,
			text: 'the plain store of process 1 races with the marked update of process 0: 4 bytes at 0x2004',
		});
		assert.equal(raceFailure(system, 3, undefined), null);
	});
});
