/** Small systems with known answers. */

import type {Model} from './cells.ts';
import {type Instruction, programs} from './program.ts';

const load = (at: number, register: number): Instruction => ({do: 'load', at, register});
const store = (at: number, value: number): Instruction => ({do: 'store', at, value});
const waitFor = (at: number, value: number): Instruction => ({do: 'await', at, value});
const lock = (at: number): Instruction => ({do: 'lock', at});
const jump = (to: number, register: number, value: number): Instruction => ({
	do: 'jump',
	to,
	register,
	value,
});
const addOne = (at: number): Instruction => ({do: 'add', at, value: 1, register: 0});

const increment: Instruction[] = [
	load(0, 0),
	{do: 'increment', register: 0},
	{do: 'copy', at: 0, register: 0},
];
const locked: Instruction[] = [lock(1), ...increment, store(1, 0)];

/** A toy, what a search must say of it, and steps of the shortest counterexample (of a livelock: to its cycle). */
export interface Toy {
	name: string;
	model: Model;
	property: string | null;
	steps?: number;
}

const sum = (wanted: number) => (shared: Uint8Array) => (shared[0] === wanted ? null : 'lost-update');

/** All toys. */
export const toys: readonly Toy[] = [
	{
		name: 'message passing',
		model: programs({
			shared: 2,
			registers: 2,
			programs: [
				[store(0, 1), store(1, 1)],
				// Seeing the flag and not the data would be the failure; under sequential consistency it cannot be.
				[load(1, 0), jump(3, 0, 1), jump(5, 0, 0), load(0, 1), {do: 'assert', register: 1, not: 0}],
			],
		}),
		property: null,
	},
	{
		name: 'Dekker: one of two sees the other',
		model: programs({
			shared: 2,
			registers: 1,
			programs: [
				[store(0, 1), load(1, 0)],
				[store(1, 1), load(0, 0)],
			],
			end: (_, registers) => (registers(0)[0] === 0 && registers(1)[0] === 0 ? 'both-missed' : null),
		}),
		property: null,
	},
	{
		name: 'Dekker with the store last',
		model: programs({
			shared: 2,
			registers: 1,
			programs: [
				[load(1, 0), store(0, 1)],
				[load(0, 0), store(1, 1)],
			],
			end: (_, registers) => (registers(0)[0] === 0 && registers(1)[0] === 0 ? 'both-missed' : null),
		}),
		property: 'both-missed',
		steps: 4,
	},
	{
		name: 'lost update',
		model: programs({
			shared: 1,
			registers: 1,
			programs: [increment, increment, increment],
			end: sum(3),
			alike: true,
		}),
		property: 'lost-update',
		steps: 6,
	},
	{
		name: 'update under a lock',
		model: programs({shared: 2, registers: 1, programs: [locked, locked, locked], end: sum(3), alike: true}),
		property: null,
	},
	{
		name: 'atomic update',
		model: programs({
			shared: 1,
			registers: 1,
			programs: [[addOne(0)], [addOne(0)], [addOne(0)]],
			end: sum(3),
		}),
		property: null,
	},
	{
		name: 'A-B and B-A',
		model: programs({
			shared: 2,
			registers: 1,
			programs: [
				[lock(0), lock(1), store(1, 0), store(0, 0)],
				[lock(1), lock(0), store(0, 0), store(1, 0)],
			],
		}),
		property: 'deadlock',
		steps: 2,
	},
	{
		name: 'environment may wait for ever',
		model: programs({
			shared: 1,
			registers: 1,
			programs: [[store(0, 2)], [waitFor(0, 1), store(0, 3)]],
			environment: process => process === 1,
		}),
		property: null,
	},
	{
		name: 'two that undo each other',
		model: programs({
			shared: 1,
			registers: 2,
			programs: [
				[store(0, 1), load(0, 0), jump(0, 0, 2)],
				[store(0, 2), load(0, 0), jump(0, 0, 1)],
			],
		}),
		property: 'livelock',
		steps: 5,
	},
	{
		name: 'one that turns for ever',
		model: programs({
			shared: 2,
			registers: 1,
			programs: [[load(0, 0), jump(0, 0, 0)], [store(1, 1)]],
		}),
		property: 'livelock',
		steps: 1,
	},
	{
		name: 'a turning wait that a fair scheduler ends',
		model: programs({
			shared: 1,
			registers: 1,
			programs: [[load(0, 0), jump(0, 0, 0)], [store(0, 1)]],
		}),
		property: null,
	},
	...[0, 1].map(turning => {
		const turn: Instruction[] = [load(0, 0), jump(0, 0, 0)];
		const fail: Instruction[] = [load(1, 0), load(1, 0), {do: 'assert', register: 0, not: 0}];
		return {
			name: `process ${turning} turns for ever, the other one fails if it is not put off`,
			model: programs({shared: 2, registers: 1, programs: turning === 0 ? [turn, fail] : [fail, turn]}),
			property: 'assert',
			steps: 2,
		};
	}),
	{
		name: 'choice',
		model: programs({
			shared: 1,
			registers: 2,
			programs: [
				[
					{do: 'choose', register: 0, below: 4},
					{do: 'copy', at: 0, register: 0},
				],
				[load(0, 0), {do: 'choose', register: 1, below: 2}, {do: 'assert', register: 0, not: 3}],
			],
		}),
		property: 'assert',
		steps: 4,
	},
];
