/**
 * Breadth-first search over a system that can only step and roll back: shortest counterexamples, and whole state graphs
 * for livelocks. States are kept as a tree of (parent, move); a layer is visited in the tree's own order, so going from one
 * state to the next undoes and redoes only the steps in which their paths differ. No reduction: a reduced search may miss
 * the shortest path, and a livelock needs every edge.
 */

import {type RaceCheck, raceFailure} from './data-race.ts';
import type {Bounds, Limit} from './depth-first.ts';
import {endFailure, obligedMask, readyMask} from './outcome.ts';
import {StateSet} from './state-set.ts';
import type {Failure, System} from './system.ts';
import {packMove, type Schedule, unpackMove} from './trace.ts';
import {Words} from './words.ts';

/** Every state and step of a system. State 0 is the initial one; states are numbered by distance from it. */
export interface StateGraph {
	count: number;
	/** State from which each was first reached, and by which step (`packMove`). */
	parent: Words;
	move: Words;
	/** Processes that can step in each state, a bit each. */
	ready: Words;
	/** Index of a state's first step in `target` and `step`; one entry more than states. */
	first: Words;
	/** State a step leads to. */
	target: Words;
	/** The step (`packMove`) times 2, plus 1 where it is progress. */
	step: Words;
}

/** Settings. */
export interface BreadthOptions {
	bounds: Bounds;
	merge: boolean;
	/** Longest path in steps. */
	maxDepth: number;
	/** Also record the graph. */
	edges: boolean;
	/** Look for data races in every state. */
	race?: RaceCheck | undefined;
	/** Stop before a layer of at least so many states. */
	frontier?: number;
	/** Returns true to stop. */
	failed(failure: Failure, schedule: Schedule): boolean;
	/** An end was found; the system stands in it. */
	final?(path: () => Schedule): void;
	tick(states: number, depth: number): boolean;
}

/** `end`: everything within `maxDepth` was seen; `frontier`: the next layer is as large as asked for. */
export interface BreadthResult {
	ended: 'end' | 'frontier' | 'stopped' | Limit;
	transitions: number;
	/** Ends among the states. */
	finals: number;
	/** First state of the layer that was to be next; the last is the last of the graph. */
	next: number;
	/** Steps from the initial state to that layer. */
	depth: number;
	/** The states, without values unless `edges` was asked for. */
	set: StateSet;
	/** Whole only when `ended` is `end` and `edges` was asked for. */
	graph: StateGraph;
	bytes: number;
}

const ticks = 1024;

/** Searches from the system's current state, which counts as initial, and leaves the system there. */
export function breadthFirst(system: System, options: BreadthOptions): BreadthResult {
	const {bounds, edges, race, frontier = Number.POSITIVE_INFINITY} = options;
	const obliged = obligedMask(system);
	const key = (options.merge && system.canonical) || system.hash;
	const set = new StateSet(edges ? 4 : 0);
	const graph = emptyGraph();
	const {parent, move, ready, first, target, step} = graph;
	/** Path of the state the system stands in: tree nodes, and undo positions, by depth. */
	const nodes: number[] = [0];
	const positions: number[] = [system.position()];
	let depth = 0;
	let transitions = 0;
	let finals = 0;
	let ended: BreadthResult['ended'] = 'end';
	const bytes = () =>
		set.bytes + [parent, move, ready, first, target, step].reduce((sum, words) => sum + words.bytes, 0);

	const remember = (from: number, word: number): number => {
		const node = graph.count++;
		parent.push(from);
		move.push(word);
		const mask = readyMask(system);
		ready.push(mask);
		if (edges) set.value = node;
		const broken = node === 0 ? system.failure() : null;
		if (broken && options.failed(broken, [])) ended = 'stopped';
		const racing = raceFailure(system, mask, race);
		if (racing && options.failed(racing, treePath(graph, node))) ended = 'stopped';
		if ((mask & obliged) === 0) {
			finals++;
			options.final?.(() => treePath(graph, node));
			const failure = endFailure(system);
			if (failure && options.failed(failure, treePath(graph, node))) ended = 'stopped';
		}
		return node;
	};

	/** Brings the system to a tree node `layer` steps from the start. */
	const goTo = (node: number, layer: number): void => {
		let shared = layer;
		for (let at = node; shared > depth || nodes[shared] !== at; shared--) {
			nodes[shared] = at;
			at = parent.at(at);
		}
		system.rollback(positions[shared] as number);
		for (depth = shared; depth < layer; ) {
			const {process, choice} = unpackMove(move.at(nodes[depth + 1] as number));
			system.step(process, choice);
			positions[++depth] = system.position();
		}
	};

	const expand = (node: number): void => {
		const here = positions[depth] as number;
		for (let rest = ready.at(node); rest !== 0 && ended === 'end'; rest &= rest - 1) {
			const process = 31 - Math.clz32(rest & -rest);
			const {choices} = system.pending(process);
			for (let choice = 0; choice < choices && ended === 'end'; choice++) {
				const word = packMove(process, choice);
				system.step(process, choice);
				transitions++;
				const failure = system.failure();
				if (failure && options.failed(failure, [...treePath(graph, node), {process, choice}]))
					ended = 'stopped';
				const progress = edges && system.progressed?.() ? 1 : 0;
				const isNew = set.add(key);
				const to = isNew ? remember(node, word) : set.value;
				if (edges) {
					target.push(to);
					step.push(word * 2 + progress);
				}
				system.rollback(here);
				if (graph.count > bounds.states) ended = 'states';
				if (transitions % ticks !== 0 || ended !== 'end') continue;
				if (bytes() >= bounds.memoryBytes) ended = 'memory';
				else if (performance.now() >= bounds.deadline) ended = 'time';
				else if (options.tick(graph.count, depth)) ended = 'stopped';
			}
		}
	};

	set.add(key);
	remember(0, 0);
	let layerEnd = 1;
	let node = 0;
	let layer = 0;
	for (; layer < options.maxDepth && node < layerEnd && ended === 'end'; layer++) {
		if (layerEnd - node >= frontier) {
			ended = 'frontier';
			break;
		}
		for (; node < layerEnd && ended === 'end'; node++) {
			goTo(node, layer);
			if (edges) first.push(target.length);
			expand(node);
		}
		layerEnd = graph.count;
	}
	if (edges) first.push(target.length);
	system.rollback(positions[0] as number);
	return {ended, transitions, finals, next: node, depth: layer, set, graph, bytes: bytes()};
}

/** The moves from the initial state to a state, a shortest path. */
export function treePath(graph: StateGraph, state: number): Schedule {
	const moves: Schedule[number][] = [];
	for (let at = state; at !== 0; at = graph.parent.at(at)) moves.push(unpackMove(graph.move.at(at)));
	return moves.reverse();
}

function emptyGraph(): StateGraph {
	return {
		count: 0,
		parent: new Words(),
		move: new Words(),
		ready: new Words(),
		first: new Words(),
		target: new Words(),
		step: new Words(),
	};
}
