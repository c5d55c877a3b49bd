import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeToken, encodeToken, replay, type Schedule} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {programs} from './models/program.ts';

const schedules: Record<string, Schedule> = {
	empty: [],
	short: [
		{process: 0, choice: 0},
		{process: 3, choice: 2},
	],
	long: Array.from({length: 300}, (_, at) => ({process: at % 29, choice: (at * at) % 1_000})),
};

describe('replay tokens', () => {
	for (const [name, schedule] of Object.entries(schedules)) {
		it(`come back as they went: ${name}`, () => {
			const token = encodeToken('a scenario', schedule);
			assert.match(token, /^[\w-]+$/);
			assert.deepEqual(decodeToken('a scenario', token), schedule);
		});
	}

	it('of ten steps fit into thirty characters', () => {
		const ten = Array.from({length: 10}, (_, at) => ({process: at % 4, choice: 0}));
		assert.ok(encodeToken('a scenario', ten).length <= 30);
	});

	it('say what is wrong with them', () => {
		const token = encodeToken('a scenario', schedules.short ?? []);
		const swapped = `B${token.slice(1)}`;
		assert.throws(() => decodeToken('another', token), /made for another scenario than another/);
		assert.throws(() => decodeToken('a scenario', token.slice(0, -2)), /cut short or mistyped/);
		assert.throws(() => decodeToken('a scenario', ''), /characters that no token has/);
		assert.throws(() => decodeToken('a scenario', 'a b'), /characters that no token has/);
		assert.throws(() => decodeToken('a scenario', swapped), /cut short or mistyped/);
	});
});

describe('replay', () => {
	const system = () =>
		systemOf(
			programs({
				shared: 1,
				registers: 1,
				programs: [
					[{do: 'store', at: 0, value: 1}],
					[
						{do: 'await', at: 0, value: 1},
						{do: 'choose', register: 0, below: 2},
					],
				],
			}),
		);
	const cases: {name: string; schedule: Schedule; steps: number; reason: RegExp}[] = [
		{
			name: 'a process that waits',
			schedule: [{process: 1, choice: 0}],
			steps: 0,
			reason: /process 1 is blocked/,
		},
		{
			name: 'a process that is done',
			schedule: [
				{process: 0, choice: 0},
				{process: 0, choice: 0},
			],
			steps: 1,
			reason: /process 0 is finished/,
		},
		{
			name: 'a process there is not',
			schedule: [{process: 2, choice: 0}],
			steps: 0,
			reason: /no process 2, only 2/,
		},
		{
			name: 'a choice there is not',
			schedule: [{process: 0, choice: 1}],
			steps: 0,
			reason: /1 ways to go on here, not 2/,
		},
	];
	for (const {name, schedule, steps, reason} of cases) {
		it(`says at which step it parts: ${name}`, () => {
			const result = replay(system(), schedule);
			assert.equal(result.end, 'parted');
			assert.equal(result.steps, steps);
			assert.match(result.end === 'parted' ? result.reason : '', reason);
		});
	}

	it('goes to the end', () => {
		const moves = [
			{process: 0, choice: 0},
			{process: 1, choice: 0},
			{process: 1, choice: 1},
		];
		assert.deepEqual(replay(system(), moves), {end: 'complete', steps: 3, failure: null, failures: []});
	});
});
