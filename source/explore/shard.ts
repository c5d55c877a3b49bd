/**
 * One part of a search that is split over machines, which share nothing: neither memory nor messages. Every shard takes the same way
 * in, breadth-first and without reduction, until a layer has enough states; the states of that layer are dealt out,
 * and each shard walks from its own ones. Who has the reports of all shards has searched the whole graph.
 *
 * Ways that part meet again, so shards do some work twice: of the slot race with four CPUs, the larger of two parts is 0.7 of the whole, the
 * largest of four half of it. How the layer is dealt matters: states with most of their way in common have most of what is beyond in
 * common too, and go to one shard (by their hash, as states are usually dealt, each of the two parts is nearly the whole).
 *
 * Why nothing is missed. A walk turns back at the states of the way in (`WalkPart.known`): all steps of the inner ones were taken, and from those of
 * the last layer some shard walks with nobody asleep. To the proofs of `reduction.ts` such a state s is a visited one with Z(s) empty and
 * E(s) everybody, or what its own walk took. 1 holds for it, so the inductions on the length of a run (2 and 3) pass from one shard to
 * another without noticing. 4 and 6 also count on a visit that ended sooner, and between shards none did: so a step to such
 * a state is no reason to put others off (in `walk` it does not free what was spared), t of 4 and 6 stays within the walk,
 * and where an initial is taken the run gets shorter, whoever goes on with it. 5 is not needed:
 *
 * **Livelocks** go round through any number of shards, so no part can decide them. One shard, the *owner*, builds the whole graph, as a search that is
 * not split does; it is picked by the hash of the initial state, so that of many searches each shard owns some. Where the graph is too large
 * for it, its report is `bounded`, and so is what all reports together say. `livelocks: false` leaves them out. The owner also answers for the
 * way in; a search that ends on the way in is its alone, and the others report an empty part.
 */

import {type BreadthOptions, type BreadthResult, breadthFirst, treePath} from './breadth-first.ts';
import {type Limit, type WalkOptions, type WalkPart, walk} from './depth-first.ts';
import {type Collected, collect, livelockFinding, nothingCollected, shorten} from './findings.ts';
import type {Livelock} from './livelock.ts';
import {checkProcesses} from './outcome.ts';
import {
	type Clock,
	explore,
	type Finding,
	idle,
	limitOf,
	type SearchOptions,
	type SearchReport,
	searchGraph,
	startClock,
	walkFrame,
} from './search.ts';
import {StateSet} from './state-set.ts';
import type {System} from './system.ts';

/** Which part of a search. */
export interface Shard {
	/** From 1. */
	index: number;
	count: number;
	/** Least states of the dealt layer for each shard. Default 256. The same for all shards of a search. */
	share?: number;
}

/**
 * What a shard found. `holds` is said of its part: only all shards together say it of the search. States and steps that several
 * shards met are counted by each of them, those of the way in by the owner alone.
 */
export interface ShardReport extends SearchReport {
	shard: {index: number; count: number};
	/** Whether this shard answers for the way in, and for livelocks. */
	owner: boolean;
	/** The way in, the same for all shards of a search: states, and those of them that were dealt out, 0 where the search ended before. */
	prefix: {states: number; dealt: number; depth: number};
	/** Whether a walk turned back at a state that another walk, or another shard, goes on from. */
	turnedBack: boolean;
}

const defaultShare = 256;

/**
 * Explores a shard's part of a system from its current state, which counts as initial, and leaves it there. Throws RangeError for a shard that
 * there is not, or more than 30 processes.
 */
export function exploreShard(system: System, options: SearchOptions, shard: Shard): ShardReport {
	const {index, count, share = defaultShare} = shard;
	if (!(Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count)) {
		throw new RangeError(`there is no shard ${index} of ${count}`);
	}
	checkProcesses(system);
	const clock = startClock(options);
	const frame = walkFrame(system, options, clock.bounds);
	const owner = index === 1 + ownerOf(system.hash, count);
	const shared = nothingCollected();
	let cancelled = false;
	const prefix = breadthFirst(system, {
		bounds: clock.bounds,
		merge: frame.merge,
		race: options.race,
		maxDepth: Number.POSITIVE_INFINITY,
		edges: false,
		frontier: share * count,
		...asBreadth(collect(system, options, shared)),
		tick(states, depth) {
			cancelled = clock.report('walk', {...idle, states, depth});
			return cancelled;
		},
	});
	const states = prefix.graph.count;
	const isDealt = prefix.ended === 'frontier';
	const head = {
		shard: {index, count},
		owner,
		prefix: {states, dealt: isDealt ? states - prefix.next : 0, depth: prefix.depth},
	};
	if (prefix.ended === 'end' && owner) {
		const rest = clock.bounds.deadline - performance.now();
		const limits = {...options.limits, milliseconds: Math.max(0, rest)};
		const whole = explore(system, {...options, limits});
		return {...whole, ...head, turnedBack: false, seconds: clock.seconds()};
	}
	const part = emptyPart(owner ? shared : nothingCollected());
	if (owner) {
		part.states = states;
		part.transitions = prefix.transitions;
		part.finals = prefix.finals;
		part.depth = prefix.depth;
	}
	part.bytes = prefix.bytes;
	part.limit = limitOf(prefix.ended) ?? (cancelled ? 'time' : null);
	if (isDealt) walkPart(system, options, {shard, clock, frame, prefix, part});
	return {
		...finish(system, options, {clock, frame, part, owns: owner && isDealt}),
		...head,
		turnedBack: part.turnedBack,
	};
}

/** What a shard has found so far. */
interface Part extends Collected {
	states: number;
	transitions: number;
	finals: number;
	depth: number;
	bytes: number;
	cyclic: boolean;
	turnedBack: boolean;
	limit: Limit | null;
}

function emptyPart(collected: Collected): Part {
	const counts = {states: 0, transitions: 0, finals: 0, depth: 0, bytes: 0};
	return {...collected, ...counts, cyclic: false, turnedBack: false, limit: null};
}

interface PartSearch {
	shard: Shard;
	clock: Clock;
	frame: WalkOptions;
	prefix: BreadthResult;
	part: Part;
}

/** Walks from the shard's own states of the dealt layer, one after the other, with one set of states. */
function walkPart(
	system: System,
	options: SearchOptions,
	{shard, clock, frame, prefix, part}: PartSearch,
): void {
	const start = system.position();
	const roots = ownRoots(shard, prefix);
	const walks: WalkPart = {set: new StateSet(2), known: prefix.set};
	const bounds = {
		...clock.bounds,
		// The first state of each walk is in both sets.
		states: clock.bounds.states - prefix.graph.count + roots.length,
		memoryBytes: clock.bounds.memoryBytes - prefix.bytes,
	};
	let walked = 0;
	for (const root of roots) {
		if (performance.now() >= bounds.deadline) part.limit = 'time';
		if (part.limit !== null) break;
		const stem = treePath(prefix.graph, root);
		for (const {process, choice} of stem) system.step(process, choice);
		walked++;
		let cancelled = false;
		const result = walk(
			system,
			{...frame, bounds, part: walks},
			{
				...collect(system, options, part, stem),
				tick(state) {
					cancelled = clock.report('walk', {
						...state,
						states: prefix.graph.count + state.states - walked,
						depth: prefix.depth + state.depth,
						left: state.left + roots.length - walked,
						done: (walked - 1 + state.done) / roots.length,
					});
					return cancelled;
				},
			},
		);
		system.rollback(start);
		part.transitions += result.transitions;
		part.finals += result.finals;
		part.depth = Math.max(part.depth, prefix.depth + result.depth);
		part.bytes = Math.max(part.bytes, prefix.bytes + result.bytes);
		part.cyclic ||= result.cyclic;
		part.turnedBack ||= result.turnedBack;
		part.limit = limitOf(result.ended) ?? (cancelled ? 'time' : null);
		if (result.ended === 'stopped') break;
	}
	part.states += walks.set.size - walked;
}

/**
 * The shard's own states of the dealt layer, as nodes of the graph of the way in. The layer is in the order of its ways, and is cut into twice
 * as many pieces as there are shards. The first piece goes with the last one, and so on: where the process with the lowest number
 * is far ahead, as in the first ones, there is less to come.
 */
function ownRoots({index, count}: Shard, {graph, next}: BreadthResult): number[] {
	const pieces = 2 * count;
	const size = (graph.count - next) / pieces;
	const own: number[] = [];
	for (let node = next; node < graph.count; node++) {
		const piece = Math.min(pieces - 1, Math.floor((node - next) / size));
		if (piece === index - 1 || piece === pieces - index) own.push(node);
	}
	return own;
}

/** The shard, from 0, that owns the search with this initial state. */
function ownerOf(hash: Uint32Array, count: number): number {
	const mixed = hash.reduce((sum, word) => Math.imul(sum ^ word, 0x9e3779b1) ^ (word >>> 15), 0);
	return (mixed >>> 0) % count;
}

function finish(
	system: System,
	options: SearchOptions,
	{clock, frame, part, owns}: {clock: Clock; frame: WalkOptions; part: Part; owns: boolean},
): SearchReport {
	const {bounds, merge, race} = frame;
	let {limit, bytes} = part;
	let failures: Finding[] = [...part.findings.values()];
	if (failures.length > 0) {
		const tick = (states: number, depth: number) => clock.report('shorten', {...idle, states, depth});
		failures = shorten(system, failures, {bounds, merge, race, any: options.stop !== 'all', tick});
	}
	let livelocks: Livelock[] = [];
	if (owns && failures.length === 0 && limit === null && options.livelocks !== false) {
		const whole = searchGraph(system, options, clock);
		bytes = Math.max(bytes, whole.bytes);
		limit = whole.limit;
		livelocks = whole.livelocks;
		failures = livelocks.slice(0, 1).map(livelockFinding);
	}
	return {
		verdict: failures.length > 0 ? 'violated' : limit === null ? 'holds' : 'bounded',
		limit,
		states: part.states,
		transitions: part.transitions,
		finals: part.finals,
		finalStates: part.finalStates,
		failure: failures[0] ?? null,
		failures,
		deadlocks: part.deadlocks,
		livelocks,
		// That its own part has no cycle says nothing of the whole.
		cyclic: part.cyclic ? true : null,
		depth: part.depth,
		seconds: clock.seconds(),
		bytes,
		reduction: frame.reduction,
	};
}

/** The same, told of schedules rather than ways to make them. */
function asBreadth({failed, final}: ReturnType<typeof collect>): Pick<BreadthOptions, 'failed' | 'final'> {
	return {failed: (failure, schedule) => failed(failure, () => schedule), final};
}
