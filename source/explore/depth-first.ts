/**
 * One depth-first walk over a system's states by step and rollback: the state set says which were seen, the reduction
 * which steps need not be taken. It finds states, ends, failures and whether there is a cycle; it judges nothing.
 */

import {type RaceCheck, raceFailure} from './data-race.ts';
import {longRun, longRunFailure} from './long-run.ts';
import {endFailure, obligedMask, readyMask} from './outcome.ts';
import {bits, type Independence, StateReduction} from './reduction.ts';
import {StateSet} from './state-set.ts';
import type {Failure, System} from './system.ts';
import {type Move, packMove, type Schedule, unpackMove} from './trace.ts';

/** `none`: every step; `sleep`: sleep sets; `persistent`: persistent and sleep sets. */
export type ReductionKind = 'none' | 'sleep' | 'persistent';

/** Limit that ended a search early. */
export type Limit = 'states' | 'time' | 'memory';

/** Where a search must stop. `deadline` is a time of `performance.now()`, `memoryBytes` counts what the search itself holds. */
export interface Bounds {
	states: number;
	deadline: number;
	memoryBytes: number;
}

/** How a walk stands, for progress lines. */
export interface WalkState {
	states: number;
	transitions: number;
	/** Steps from the initial state to the current one. */
	depth: number;
	/** Steps on the current path that are still to be taken. */
	left: number;
	/** Part of the work done, 0 to 1: as if all branches of a state were of one size, so a crude guess. */
	done: number;
	bytes: number;
}

/** Where a walk reports to. Each method may say that the walk has to stop by returning true. */
export interface WalkVisitor {
	/** A step failed, an end is no proper one, or accesses race. */
	failed(failure: Failure, path: () => Schedule): boolean;
	/** An end was found: nobody can leave it, or only environment. The system stands in it. */
	final(path: () => Schedule): void;
	/** Called every thousand steps or so. */
	tick(state: WalkState): boolean;
}

/** Settings of a walk. `independence`, `putOff` and `forgetEnds` make it unsound on purpose, for tests of the tests. */
export interface WalkOptions {
	reduction: ReductionKind;
	bounds: Bounds;
	/** Search by the system's canonical hash. */
	merge: boolean;
	/** Look for data races in every state. */
	race?: RaceCheck | undefined;
	/** Where the walk is one of several over one graph. */
	part?: WalkPart | undefined;
	independence?: Independence | undefined;
	putOff?: boolean | undefined;
	forgetEnds?: boolean | undefined;
}

/** What walks of one graph share. */
export interface WalkPart {
	/** States seen by the walks made one after the other with this set (of two-byte values), which `WalkResult.states` then counts. */
	set: StateSet;
	/**
	 * States that are walked from by themselves with nobody asleep, or all of whose steps were taken: the walk turns back there. The
	 * first state of every walk is one; whether it is an end and whether accesses race in it is not asked again.
	 */
	known: StateSet;
}

/** `end`: all was walked; `stopped`: a visitor ended it. */
export interface WalkResult {
	ended: 'end' | 'stopped' | Limit;
	states: number;
	transitions: number;
	finals: number;
	/** Longest path walked, in steps. */
	depth: number;
	/** Whether a state was met again on its own path. False of a finished walk proves that every run ends, unless it turned back. */
	cyclic: boolean;
	/** Whether it turned back at a state known beforehand. */
	turnedBack: boolean;
	bytes: number;
}

const onStack = 0x8000;
const sleepBits = 0x7fff;
const ticks = 1024;

/** Frame of a state on the path, as indices into one array. */
const todo = 0;
const sleep = 1;
const process = 2;
const choice = 3;
const choices = 4;
const branches = 5;
const branchesDone = 6;
/** Processes left out by the persistent set, until one step is known to lead off the path. */
const spared = 7;
/** 1 for the first visit of a state; the flag `onStack` says that this visit is not over. */
const first = 8;
const frameSize = 9;

/**
 * Walks from the system's current state, which counts as initial, and leaves the system there. Throws what the system
 * throws; the system then stands where it was thrown.
 */
export function walk(system: System, options: WalkOptions, visitor: WalkVisitor): WalkResult {
	const {bounds, race, part} = options;
	const reducing = options.reduction !== 'none';
	const key = (options.merge && system.canonical) || system.hash;
	const set = part?.set ?? new StateSet(2);
	const known = part?.known;
	const obliged = obligedMask(system);
	const persists = options.reduction === 'persistent';
	const seeds = options.forgetEnds ? ~0 : obliged;
	const reduction = new StateReduction(system, persists, options.independence, seeds);
	let frames = new Int32Array(64 * frameSize);
	let positions = new Float64Array(64);
	let depth = -1;
	let transitions = 0;
	let finals = 0;
	let deepest = 0;
	let cyclic = false;
	let turnedBack = false;
	let ended: WalkResult['ended'] = 'end';
	const start = system.position();

	const path = (): Schedule => {
		const moves: Move[] = [];
		for (let at = 0; at <= depth; at++) {
			const frame = at * frameSize;
			// The state on top may have been entered just now.
			if (frames[frame + choice] === 0) break;
			const word = packMove(frames[frame + process] as number, (frames[frame + choice] as number) - 1);
			moves.push(unpackMove(word));
		}
		return moves;
	};
	const bytes = () => set.bytes + frames.byteLength + reduction.bytes + positions.byteLength;

	/** Asks of a state met for the first time what there is to ask. */
	const look = (ready: number): void => {
		const racing = raceFailure(system, ready, race);
		if (racing && visitor.failed(racing, path)) ended = 'stopped';
		if ((ready & obliged) !== 0) return;
		finals++;
		visitor.final(path);
		const failure = endFailure(system);
		if (failure && visitor.failed(failure, path)) ended = 'stopped';
	};

	/**
	 * Pushes a frame for the state the system stands in, where `mover` (or nobody: -1) took it. `wake` limits the steps to
	 * processes woken by a later visit, or is -1.
	 */
	const enter = (mover: number, sleeping: number, wake: number): boolean => {
		const ready = readyMask(system);
		if (wake < 0 && (!part || mover >= 0)) look(ready);
		if (ready === 0) {
			deepest = Math.max(deepest, depth + 1);
			set.value = sleeping;
			return false;
		}
		depth++;
		if ((depth + 1) * frameSize > frames.length) {
			frames = widen(frames, new Int32Array(frames.length * 2));
			positions = widen(positions, new Float64Array(positions.length * 2));
		}
		let steps = wake < 0 ? ready & ~sleeping : ready & wake;
		let kept = 0;
		if (reducing) {
			reduction.enter(depth, persists ? ready | blockedMask(system) : ready, mover);
			if (wake < 0 && persists) {
				const chosen = steps & reduction.persistent(depth, ready);
				if (chosen !== 0) {
					kept = steps & ~chosen;
					steps = chosen;
				}
			}
		}
		const frame = depth * frameSize;
		frames[frame + todo] = steps;
		frames[frame + spared] = options.putOff ? 0 : kept;
		frames[frame + first] = wake < 0 ? 1 : 0;
		frames[frame + sleep] = sleeping;
		frames[frame + choice] = 0;
		frames[frame + choices] = 0;
		frames[frame + branches] = bits(steps);
		frames[frame + branchesDone] = 0;
		positions[depth] = system.position();
		set.value = (set.value & onStack) | sleeping | (wake < 0 ? onStack : 0);
		if (depth > deepest) deepest = depth;
		if (depth >= longRun && depth % ticks === 0 && isOneRun()) {
			if (visitor.failed(longRunFailure(mover), path)) ended = 'stopped';
		}
		return true;
	};

	/** Whether one process took all of the last steps. */
	const isOneRun = (): boolean => {
		const mover = frames[(depth - 1) * frameSize + process];
		for (let at = depth - longRun; at < depth; at++) {
			if (frames[at * frameSize + process] !== mover) return false;
		}
		return true;
	};

	/** Leaves the state on top of the path. The system stands in it. */
	const leave = () => {
		const firstVisit = frames[depth * frameSize + first] === 1;
		if (firstVisit && (!cyclic || reducing)) {
			set.add(key);
			set.value &= sleepBits;
		}
		depth--;
		if (depth >= 0 && firstVisit) frames[depth * frameSize + spared] = 0;
		if (depth >= 0) system.rollback(positions[depth] as number);
	};

	set.add(key);
	// What breaks before the first step is broken in the initial state.
	const broken = part ? null : system.failure();
	if (broken && visitor.failed(broken, path)) ended = 'stopped';
	enter(-1, 0, -1);
	while (depth >= 0 && ended === 'end') {
		const frame = depth * frameSize;
		if (frames[frame + choice] === frames[frame + choices]) {
			// The process taken last is done: from now on it sleeps for its brothers.
			if (reducing && frames[frame + choices] !== 0) {
				frames[frame + sleep] =
					(frames[frame + sleep] as number) | (1 << (frames[frame + process] as number));
			}
			let rest = frames[frame + todo] as number;
			if (rest === 0 && frames[frame + spared] !== 0) {
				// Every step so far led back to the path: what was spared could be put off for ever.
				rest = frames[frame + spared] as number;
				frames[frame + spared] = 0;
				frames[frame + branches] = (frames[frame + branches] as number) + bits(rest);
			}
			if (rest === 0) {
				leave();
				continue;
			}
			const next = 31 - Math.clz32(rest & -rest);
			if (frames[frame + choices] !== 0)
				frames[frame + branchesDone] = (frames[frame + branchesDone] as number) + 1;
			frames[frame + todo] = rest & (rest - 1);
			frames[frame + process] = next;
			frames[frame + choice] = 0;
			frames[frame + choices] = system.pending(next).choices;
		}
		const mover = frames[frame + process] as number;
		const way = frames[frame + choice] as number;
		frames[frame + choice] = way + 1;
		system.step(mover, way);
		transitions++;
		const failure = system.failure();
		if (failure && visitor.failed(failure, path)) {
			ended = 'stopped';
			break;
		}
		const sleeping = reducing ? (frames[frame + sleep] as number) & reduction.independentOf(depth, mover) : 0;
		let entered = false;
		if (known?.has(key)) {
			// It may lead back to here in another walk: no reason to put anything off (`shard.ts`).
			turnedBack = true;
		} else if (set.add(key)) {
			entered = enter(mover, sleeping, -1);
			if (!entered) frames[frame + spared] = 0;
		} else {
			const stored = set.value;
			if (stored & onStack) cyclic = true;
			else frames[frame + spared] = 0;
			const woken = stored & sleepBits & ~sleeping;
			if (woken !== 0) entered = enter(mover, stored & sleepBits & sleeping, woken);
		}
		if (!entered) system.rollback(positions[depth] as number);
		if (transitions % ticks === 0) {
			if (set.size > bounds.states) ended = 'states';
			else if (bytes() >= bounds.memoryBytes) ended = 'memory';
			else if (performance.now() >= bounds.deadline) ended = 'time';
			else if (visitor.tick(standing())) ended = 'stopped';
		} else if (set.size > bounds.states) {
			ended = 'states';
		}
	}
	system.rollback(start);
	return {ended, states: set.size, transitions, finals, depth: deepest, cyclic, turnedBack, bytes: bytes()};

	function standing(): WalkState {
		let left = 0;
		let done = 0;
		let share = 1;
		for (let at = 0; at <= depth; at++) {
			const frame = at * frameSize;
			left += bits(frames[frame + todo] as number);
			left += (frames[frame + choices] as number) - (frames[frame + choice] as number);
			share /= Math.max(1, frames[frame + branches] as number);
			done += share * (frames[frame + branchesDone] as number);
		}
		return {states: set.size, transitions, depth: depth + 1, left, done, bytes: bytes()};
	}
}

function blockedMask(system: System): number {
	let blocked = 0;
	for (let one = 0; one < system.processes; one++) {
		if (system.status(one) === 'blocked') blocked |= 1 << one;
	}
	return blocked;
}

function widen<T extends Int32Array | Float64Array>(from: T, to: T): T {
	to.set(from);
	return to;
}
