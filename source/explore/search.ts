/**
 * The explorer: every interleaving of a system, a verdict, and for a violation the shortest schedule that shows it.
 *
 * Passes. A depth-first walk (reduced, if wanted) decides safety and deadlocks. If it finds a failure, a breadth-first search
 * no deeper than that finding looks for a shorter one: the depth-first order finds some failure soon and needs little memory, the
 * second search costs only the states nearer than it, and what it finds is the shortest there is. If nothing failed and
 * the walk saw a cycle, the whole graph is built and searched for livelocks; without a cycle there can be none.
 *
 * `shard.ts` splits a search over machines.
 */

import {breadthFirst} from './breadth-first.ts';
import type {RaceCheck} from './data-race.ts';
import {
	type Bounds,
	type Limit,
	type ReductionKind,
	type WalkOptions,
	type WalkState,
	walk,
} from './depth-first.ts';
import {collect, livelockFinding, nothingCollected, shorten} from './findings.ts';
import {findLivelocks, type Livelock} from './livelock.ts';
import {checkProcesses} from './outcome.ts';
import {type Independence, mostReduced} from './reduction.ts';
import type {Failure, System} from './system.ts';
import type {Schedule} from './trace.ts';

export {stateDigest} from './findings.ts';

/** Limits, each for the search as a whole. Time and memory are looked at every thousand steps. */
export interface SearchLimits {
	/** Most distinct states. */
	states?: number;
	milliseconds?: number;
	/** Most bytes of the search's own tables (state set, stack, graph), the system's undo log not among them. */
	memoryBytes?: number;
}

/** Pass the search is in: `walk` decides, `shorten` looks for a shorter counterexample, `livelock` builds the graph. */
export type SearchPass = 'walk' | 'shorten' | 'livelock';

/** A search as it runs. */
export interface SearchProgress extends WalkState {
	pass: SearchPass;
	seconds: number;
	/** States a second since the start. */
	rate: number;
	/** Seconds to go at this rate if the guess `done` is right; null while there is no guess. */
	secondsLeft: number | null;
}

/** Settings; none is needed. */
export interface SearchOptions {
	/** Leave out steps that another order makes up for. Default true. */
	reduction?: boolean;
	/** Take states for one that have the same future, where the system has a canonical hash. Default false. */
	merge?: boolean;
	limits?: SearchLimits;
	/** Called some times a second. Returning true ends the search as for the time limit. */
	progress?: (progress: SearchProgress) => boolean | undefined;
	/** `first`: stop at the first failure; `all`: go on and report each kind once. Default `first`. */
	stop?: 'first' | 'all';
	/** Look for livelocks. Default true. */
	livelocks?: boolean;
	/**
	 * Also take for a livelock what goes on only because environment acts again and again. Default false: it acts at any moment
	 * and any number of times, but not for ever.
	 */
	endlessEnvironment?: boolean;
	/** Look for data races, of accesses that this says are plain, in every state. Default: none are looked for. */
	race?: RaceCheck;
	/** Keep the digest of, and a path to, every final state. Default false. */
	collectFinals?: boolean;
	/** For tests only: makes the search unsound on purpose. */
	sabotage?: {independence?: Independence; putOff?: boolean; forgetEnds?: boolean};
}

/** One thing that is wrong, with the steps that lead to it. */
export interface Finding {
	failure: Failure;
	schedule: Schedule;
	/** Whether no shorter schedule breaks the same property; false only when a limit ended the search for one. */
	shortest: boolean;
	/** Of a livelock: the steps once around, after `schedule`; else empty. */
	cycle: Schedule;
}

/** What a search found. `bounded` says a limit came first, and `limit` which. */
export interface SearchReport {
	verdict: 'holds' | 'violated' | 'bounded';
	limit: Limit | null;
	/** Distinct states, the initial one included. After `violated` with stop `first`: those seen until then. */
	states: number;
	/** Steps taken from them. */
	transitions: number;
	/** Distinct ends: states in which no process other than environment can step. */
	finals: number;
	/** Final states by the digest of their snapshot, each with the path it was first found by; empty if not collected. */
	finalStates: ReadonlyMap<string, Schedule>;
	/** The finding with the fewest steps, or null. */
	failure: Finding | null;
	/** One for each property broken, fewest steps first. With stop `first`: one. */
	failures: readonly Finding[];
	/** Ends in which a process waits that may not wait for ever. */
	deadlocks: number;
	livelocks: readonly Livelock[];
	/** Whether runs can go round for ever. Null if the search did not get to the end. */
	cyclic: boolean | null;
	/** Longest path walked, in steps. */
	depth: number;
	seconds: number;
	/** Most bytes the search's own tables took. */
	bytes: number;
	/** What was left out in the walk that decided. */
	reduction: ReductionKind;
}

const progressEvery = 100;

/** Explores a system from its current state, which counts as initial, and leaves it there. Throws RangeError for more than 30 processes. */
export function explore(system: System, options: SearchOptions = {}): SearchReport {
	checkProcesses(system);
	const clock = startClock(options);
	const {bounds} = clock;
	const frame = walkFrame(system, options, bounds);
	const {merge} = frame;
	const collected = nothingCollected();
	let cancelled = false;
	const result = walk(system, frame, {
		...collect(system, options, collected),
		tick(state) {
			cancelled = clock.report('walk', state);
			return cancelled;
		},
	});
	let limit = limitOf(result.ended) ?? (cancelled ? 'time' : null);
	let bytes = result.bytes;
	let failures = [...collected.findings.values()];
	if (failures.length > 0) {
		const tick = (states: number, depth: number) => clock.report('shorten', {...idle, states, depth});
		failures = shorten(system, failures, {
			bounds,
			merge,
			race: options.race,
			any: options.stop !== 'all',
			tick,
		});
	}
	let livelocks: Livelock[] = [];
	if (failures.length === 0 && limit === null && result.cyclic && options.livelocks !== false) {
		const whole = searchGraph(system, options, clock);
		bytes = Math.max(bytes, whole.bytes);
		limit = whole.limit;
		livelocks = whole.livelocks;
		failures = livelocks.slice(0, 1).map(livelockFinding);
	}
	return {
		verdict: failures.length > 0 ? 'violated' : limit === null ? 'holds' : 'bounded',
		limit,
		states: result.states,
		transitions: result.transitions,
		finals: result.finals,
		finalStates: collected.finalStates,
		failure: failures[0] ?? null,
		failures,
		deadlocks: collected.deadlocks,
		livelocks,
		cyclic: result.ended === 'end' ? result.cyclic : null,
		depth: result.depth,
		seconds: clock.seconds(),
		bytes,
		reduction: frame.reduction,
	};
}

/** Counts of a search that is not a walk. */
export const idle: WalkState = {states: 0, transitions: 0, depth: 0, left: 0, done: 0, bytes: 0};

/** Settings of the walk that decides, with as much reduction as the system allows. */
export function walkFrame(system: System, options: SearchOptions, bounds: Bounds): WalkOptions {
	const merge = options.merge === true && system.canonical !== undefined;
	const reduces =
		options.reduction !== false && !(merge && system.exchanges) && system.processes <= mostReduced;
	const reduction: ReductionKind = !reduces ? 'none' : system.mayAccess ? 'persistent' : 'sleep';
	return {
		bounds,
		merge,
		race: options.race,
		reduction,
		independence: options.sabotage?.independence,
		putOff: options.sabotage?.putOff,
		forgetEnds: options.sabotage?.forgetEnds,
	};
}

/** Builds the whole graph and looks for livelocks in it. */
export function searchGraph(
	system: System,
	options: SearchOptions,
	{bounds, report}: Clock,
): {livelocks: Livelock[]; limit: Limit | null; bytes: number} {
	const {ended, graph, bytes} = breadthFirst(system, {
		bounds,
		merge: false,
		maxDepth: Number.POSITIVE_INFINITY,
		edges: true,
		failed: () => false,
		tick: (states, depth) => report('livelock', {...idle, states, depth}),
	});
	if (ended !== 'end') return {livelocks: [], limit: limitOf(ended) ?? 'time', bytes};
	return {livelocks: findLivelocks(system, graph, options.endlessEnvironment), limit: null, bytes};
}

/** The limit that ended a search, or null. */
export function limitOf(ended: string): Limit | null {
	return ended === 'states' || ended === 'time' || ended === 'memory' ? ended : null;
}

/** Limits and progress calls of a search that starts now. */
export interface Clock {
	bounds: Bounds;
	/** Seconds since the start. */
	seconds(): number;
	/** Calls `progress` when it is due. True when that wants the search to end. */
	report(pass: SearchPass, state: WalkState): boolean;
}

/** Starts the clock of a search. */
export function startClock({limits, progress}: SearchOptions): Clock {
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1000;
	let last = started;
	return {
		bounds: {
			states: limits?.states ?? Number.POSITIVE_INFINITY,
			memoryBytes: limits?.memoryBytes ?? Number.POSITIVE_INFINITY,
			deadline: started + (limits?.milliseconds ?? Number.POSITIVE_INFINITY),
		},
		seconds,
		report(pass, state) {
			const now = performance.now();
			if (!progress || now - last < progressEvery) return false;
			last = now;
			const spent = seconds();
			const secondsLeft = state.done > 0 ? (spent / state.done) * (1 - state.done) : null;
			return progress({...state, pass, seconds: spent, rate: state.states / spent, secondsLeft}) === true;
		},
	};
}
