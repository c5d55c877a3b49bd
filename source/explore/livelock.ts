/**
 * Livelocks: endless runs in which processes step for ever and nobody gets anywhere, though nobody is treated unfairly.
 *
 * Exactly: a cycle of reachable states (a closed walk of at least one step) such that
 * - no step of it is progress (`System.progressed`; a process that finishes cannot be on a cycle, so finishing is progress too);
 * - no step of it is environment's: that acts any number of times, but not for ever, and what goes on only because it does
 *   is nobody else's fault (unless that is asked for; a cycle without a step of anybody else is none in any case);
 * - *weak fairness*: every process (other than environment) that can step in every state of the cycle does step in it. A process
 *   that can step only now and then (a lock that others keep taking) may be passed over.
 * Where progress is not marked, every fair cycle is one: a run that never ends.
 *
 * Search: the strongly connected components of the graph of the steps that may be on a cycle (Tarjan, without recursion). If a component
 * has a step inside, a closed walk through all of it exists; that walk is fair unless some process can step in all its states
 * and has no step inside, and then no smaller cycle of the component is fair either. So the test of components is exact.
 */

import {type StateGraph, treePath} from './breadth-first.ts';
import {obligedMask} from './outcome.ts';
import type {System} from './system.ts';
import {type Move, type Schedule, unpackMove} from './trace.ts';

/** A livelock to show: how to get to the cycle, a shortest way, and once around it. */
export interface Livelock {
	stem: Schedule;
	cycle: Schedule;
	/** Processes that step on the cycle. */
	processes: readonly number[];
	/** States of the whole component the cycle is in. */
	states: number;
}

/** A graph with the number of each state's component, and who may step on a cycle. */
interface Components {
	graph: StateGraph;
	component: Uint32Array;
	/** Processes whose steps may be on a cycle, a bit each. */
	movers: number;
	obliged: number;
}

/**
 * The livelocks of a whole state graph, one for each component that has one, nearest to the initial state first. With
 * `endlessEnvironment` a cycle may have steps of environment.
 */
export function findLivelocks(system: System, graph: StateGraph, endlessEnvironment = false): Livelock[] {
	const obliged = obligedMask(system);
	const movers = endlessEnvironment ? ~0 : obliged;
	const component = findComponents(graph, movers);
	const parts = {graph, component, movers, obliged};
	const members = new Map<number, number[]>();
	const inner = innerMoves(parts);
	for (let state = 0; state < graph.count; state++) {
		const id = component[state] as number;
		if (((inner.get(id) ?? 0) & obliged) === 0) continue;
		const list = members.get(id);
		if (list) list.push(state);
		else members.set(id, [state]);
	}
	const livelocks: Livelock[] = [];
	for (const [id, states] of members) {
		const always = states.reduce((mask, state) => mask & graph.ready.at(state), obliged);
		if ((always & ~(inner.get(id) ?? 0)) !== 0) continue;
		const entry = states[0] as number;
		const cycle = fairCycle(parts, entry, states);
		const processes = [...new Set(cycle.map(move => move.process))].sort((a, b) => a - b);
		livelocks.push({stem: treePath(graph, entry), cycle, processes, states: states.length});
	}
	return livelocks.sort((a, b) => a.stem.length - b.stem.length);
}

/** Of each component with a step inside, the processes that step inside. */
function innerMoves(parts: Components): Map<number, number> {
	const {graph, component} = parts;
	const inner = new Map<number, number>();
	for (let state = 0; state < graph.count; state++) {
		const id = component[state] as number;
		for (let edge = graph.first.at(state); edge < graph.first.at(state + 1); edge++) {
			if (!isInner(parts, id, edge)) continue;
			inner.set(id, (inner.get(id) ?? 0) | (1 << edgeMove(graph, edge).process));
		}
	}
	return inner;
}

function isInner({graph, component, movers}: Components, id: number, edge: number): boolean {
	return component[graph.target.at(edge)] === id && mayRepeat(graph, edge, movers);
}

/** Whether a step may be on a cycle that is a livelock. */
function mayRepeat(graph: StateGraph, edge: number, movers: number): boolean {
	return graph.step.at(edge) % 2 === 0 && ((movers >>> edgeMove(graph, edge).process) & 1) === 1;
}

function edgeMove(graph: StateGraph, edge: number): Move {
	return unpackMove(Math.floor(graph.step.at(edge) / 2));
}

/** Number of the strongly connected component of each state, by the steps that may be on a cycle. */
function findComponents(graph: StateGraph, movers: number): Uint32Array {
	const order = new Uint32Array(graph.count);
	const low = new Uint32Array(graph.count);
	const component = new Uint32Array(graph.count);
	const next = new Uint32Array(graph.count);
	const open: number[] = [];
	let visited = 0;
	let found = 0;
	for (let root = 0; root < graph.count; root++) {
		if (order[root] !== 0) continue;
		const path = [root];
		while (path.length > 0) {
			const state = path[path.length - 1] as number;
			if (order[state] === 0) {
				order[state] = low[state] = ++visited;
				next[state] = graph.first.at(state);
				open.push(state);
			}
			const edge = next[state] as number;
			if (edge < graph.first.at(state + 1)) {
				next[state] = edge + 1;
				if (!mayRepeat(graph, edge, movers)) continue;
				const target = graph.target.at(edge);
				if (order[target] === 0) path.push(target);
				else if (component[target] === 0)
					low[state] = Math.min(low[state] as number, order[target] as number);
				continue;
			}
			path.pop();
			const above = path[path.length - 1];
			if (above !== undefined) low[above] = Math.min(low[above] as number, low[state] as number);
			if (low[state] !== order[state]) continue;
			found++;
			for (let member = open.pop(); member !== undefined; member = open.pop()) {
				component[member] = found;
				if (member === state) break;
			}
		}
	}
	return component;
}

/**
 * A closed walk from `entry` that is fair: for each obliged process, one after the other, it goes to the nearest place that
 * is a witness for it (a step of its own, or a state where it cannot step), then home.
 */
function fairCycle(parts: Components, entry: number, states: readonly number[]): Schedule {
	const {graph, obliged, movers} = parts;
	const cycle: Move[] = [];
	let at = entry;
	let owing = states.reduce((mask, state) => mask & graph.ready.at(state), obliged);
	const avoidable = obliged & ~owing;
	let waiting = avoidable & graph.ready.at(entry);
	const go = (wanted: (edge: number) => boolean) => {
		for (const edge of nearest(parts, at, wanted)) {
			const move = edgeMove(graph, edge);
			cycle.push(move);
			at = graph.target.at(edge);
			owing &= ~(1 << move.process);
			waiting &= ~(1 << move.process) & graph.ready.at(at);
		}
	};
	while (owing !== 0) go(edge => ((owing >> edgeMove(graph, edge).process) & 1) === 1);
	while (waiting !== 0) {
		go(edge => {
			const mover = 1 << edgeMove(graph, edge).process;
			return (waiting & (mover | ~graph.ready.at(graph.target.at(edge)))) !== 0;
		});
	}
	const isObliged = ({process}: Move) => ((obliged >>> process) & 1) === 1;
	if (movers !== obliged && !cycle.some(isObliged)) go(edge => isObliged(edgeMove(graph, edge)));
	if (cycle.length === 0 || at !== entry) go(edge => graph.target.at(edge) === entry);
	return cycle;
}

/** Steps, as edges within the component, from a state to and with the nearest edge that is wanted. */
function nearest(parts: Components, from: number, wanted: (edge: number) => boolean): number[] {
	const {graph, component} = parts;
	const id = component[from] as number;
	const cameBy = new Map<number, {edge: number; state: number} | null>([[from, null]]);
	for (const state of cameBy.keys()) {
		for (let edge = graph.first.at(state); edge < graph.first.at(state + 1); edge++) {
			if (!isInner(parts, id, edge)) continue;
			if (wanted(edge)) {
				const edges = [edge];
				for (let back = cameBy.get(state); back; back = cameBy.get(back.state)) edges.push(back.edge);
				return edges.reverse();
			}
			const target = graph.target.at(edge);
			if (!cameBy.has(target)) cameBy.set(target, {edge, state});
		}
	}
	throw new Error(
		'a component of the state graph has no way to a step that is in it; the graph is not whole',
	);
}
