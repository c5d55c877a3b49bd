import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {StateGraph} from '../../source/explore/breadth-first.ts';
import {findLivelocks} from '../../source/explore/livelock.ts';
import type {System} from '../../source/explore/system.ts';
import {packMove, type Schedule} from '../../source/explore/trace.ts';
import {Words} from '../../source/explore/words.ts';
import {systemOf} from './models/cells.ts';
import {programs} from './models/program.ts';

/** An edge of a hand-made graph: from, process, to, and whether it is progress. State 0 is the initial one. */
type Edge = readonly [from: number, process: number, to: number, progress?: boolean];

/** The graph of some edges. A process can step where it has an edge, or where `alsoReady` (state, process) says so. */
function graphOf(
	states: number,
	edges: readonly Edge[],
	alsoReady: readonly (readonly [number, number])[] = [],
) {
	const words = (values: readonly number[]) => {
		const list = new Words();
		for (const value of values) list.push(value);
		return list;
	};
	const sorted = [...edges].sort((a, b) => a[0] - b[0]);
	const ready: number[] = Array(states).fill(0);
	const first: number[] = [];
	for (const [from, process] of [...edges, ...alsoReady]) ready[from] = (ready[from] ?? 0) | (1 << process);
	for (let state = 0; state <= states; state++) first.push(sorted.filter(edge => edge[0] < state).length);
	const graph: StateGraph = {
		count: states,
		parent: words(
			Array.from({length: states}, (_, state) => edges.find(edge => edge[2] === state)?.[0] ?? 0),
		),
		move: words(Array.from({length: states}, (_, state) => edges.find(edge => edge[2] === state)?.[1] ?? 0)),
		ready: words(ready),
		first: words(first),
		target: words(sorted.map(edge => edge[2])),
		step: words(sorted.map(edge => packMove(edge[1], 0) * 2 + (edge[3] ? 1 : 0))),
	};
	return graph;
}

const three: System = systemOf(programs({shared: 1, registers: 1, programs: [[], [], []]}));
const walkOf = (schedule: Schedule) => schedule.map(move => move.process).join('');

describe('livelocks', () => {
	const cases: {name: string; graph: StateGraph; system?: System; found: string[]}[] = [
		{
			name: 'a cycle of two processes',
			graph: graphOf(3, [
				[0, 0, 1],
				[1, 0, 2],
				[2, 1, 1],
			]),
			found: ['0 then 01'],
		},
		{
			name: 'none where a process can always step and never does',
			graph: graphOf(2, [
				[0, 0, 1],
				[1, 0, 0],
				[0, 1, 1, true],
				[1, 1, 1, true],
			]),
			found: [],
		},
		{
			name: 'one where that process is environment',
			graph: graphOf(2, [
				[0, 0, 0],
				[0, 1, 1],
			]),
			system: {...three, environment: process => process === 1},
			found: [' then 0'],
		},
		{
			name: 'none where environment has to step each time',
			graph: graphOf(2, [
				[0, 0, 1],
				[1, 1, 0],
			]),
			system: {...three, environment: process => process === 1},
			found: [],
		},
		{
			name: 'one where the other can step only now and then: the cycle passes by the state where it cannot',
			graph: graphOf(3, [
				[0, 0, 1],
				[1, 0, 0],
				[0, 1, 2],
			]),
			found: [' then 00'],
		},
		{
			name: 'none where every cycle has progress',
			graph: graphOf(2, [
				[0, 0, 1],
				[1, 0, 0, true],
			]),
			found: [],
		},
		{
			name: 'one beside a way to progress',
			graph: graphOf(2, [
				[0, 0, 1],
				[1, 0, 0],
				[1, 1, 0, true],
			]),
			found: [' then 00'],
		},
		{
			name: 'a step to itself, and a cycle in each of two components',
			graph: graphOf(3, [
				[0, 0, 0],
				[0, 1, 1],
				[1, 1, 2],
				[2, 1, 1],
			]),
			found: ['1 then 11'],
		},
		{name: 'none in a graph without cycles', graph: graphOf(2, [[0, 0, 1]]), found: []},
	];
	for (const {name, graph, system, found} of cases) {
		it(name, () => {
			const livelocks = findLivelocks(system ?? three, graph);
			assert.deepEqual(
				livelocks.map(({stem, cycle}) => `${walkOf(stem)} then ${walkOf(cycle)}`),
				found,
			);
		});
	}

	it('may be asked for with the steps of an environment that never rests, but then has a step of somebody else', () => {
		const surrounded = {...three, environment: (process: number) => process === 1};
		const needed = graphOf(2, [
			[0, 0, 1],
			[1, 1, 0],
		]);
		const alone = graphOf(2, [
			[0, 1, 1],
			[1, 1, 0],
		]);
		const aside = graphOf(3, [
			[0, 1, 1],
			[1, 1, 0],
			[1, 0, 2],
			[2, 1, 1],
		]);
		assert.deepEqual(
			[needed, alone, aside].map(graph =>
				findLivelocks(surrounded, graph, true).map(one => `${walkOf(one.stem)} then ${walkOf(one.cycle)}`),
			),
			[[' then 01'], [], [' then 1011']],
		);
	});

	it('has all processes on the cycle that could always step', () => {
		// A figure of eight round state 0: process 0 in one loop, 1 in the other, both able everywhere.
		const edges: Edge[] = [
			[0, 0, 1],
			[1, 0, 0],
			[0, 1, 2],
			[2, 1, 0],
		];
		const livelocks = findLivelocks(
			three,
			graphOf(3, edges, [
				[1, 1],
				[2, 0],
			]),
		);
		assert.deepEqual(
			livelocks.map(one => [walkOf(one.cycle), one.processes, one.states]),
			[['0011', [0, 1], 3]],
		);
	});
});
