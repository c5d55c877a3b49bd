/**
 * Partial-order reduction: which steps of a state need not be taken because another order of the same steps is.
 * Two ways, both over whole processes (all choices of a process's pending step together):
 *
 * - **Sleep sets** (Godefroid) cut transitions and keep every state. A process sleeps in a state when its step was already
 *   taken from an earlier state on the path and only steps independent of it came since. The set is stored with the
 *   state; a path that arrives with a smaller set wakes the difference and stores the intersection.
 * - **Persistent sets** cut states. In a state only a set of processes steps such that nothing the others may ever do,
 *   from here on and without them, touches what the pending steps of the set touch.
 *
 * What is relied on, of a `System`: whether a process can step, how many choices it has and what a step does (`failure` and
 * `progressed` included) follow from its own local state and the bytes of the step's footprint, and a step changes no
 * others; a blocked process's footprint holds what it waits for; `mayAccess` leaves nothing out; `finished` and `failed` last.
 * So steps that are not dependent (below) commute, and neither makes the other possible or impossible.
 *
 * Why it is sound. E(s) is all that was taken from a visited state s over all visits, Z(s) its stored sleep set at the end;
 * by construction the sleep set handed along an edge contains the stored set of its target, and whatever leaves a stored
 * set is taken then, so E(s) holds P(s) without Z(s), and all that ever left the set. An *initial* of a run is a
 * step of it that can be moved to its front.
 * 1. *If a run w from s has an initial in P(s), and none in Z(s), a step of E(s) leads on to where none of the initials of
 *    the rest sleeps.* Of the initials in E(s) choose the one taken in the latest visit, first in that visit. An initial z of the rest that sleeps
 *    there was asleep at s in that visit or taken earlier in it. Not earlier: the choice was the first. Not asleep: z is an
 *    initial of w too, so it is not in Z(s), so it left the set in a later visit and was taken then: the choice was not the latest.
 * 2. *Sleep sets alone* (P(s) is everybody): by 1, from the initial state, where nobody sleeps, a permutation of every
 *    run is explored. So every state, final state and failing step is found.
 * 3. *Persistent sets, ends.* Where a process other than environment can step, P(s) holds such a one; elsewhere it is everybody. So a
 *    run to an end, if it has a step at all, contains one of P(s): else such a process could still step at its end. The first one
 *    is an initial. By 1 a permutation of every run to an end is explored.
 * 4. *Persistent sets, failing steps.* A step outside P(s) could be put off for ever round a cycle, so: (i) a state in which all
 *    of P(s) sleeps takes everybody for P(s); (ii) so does a state whose first visit took no step to a state whose own first
 *    visit had ended by then. Let w be a run from s that ends with a failing step, no initial of it in Z(s); by induction on its length,
 *    then on when the first visit of s ended, the step is found (failing does not end a run: the others step on). If E(s) holds an
 *    initial of w, 1 leads to a shorter w. Else w has no step of P(s), so P(s) is not everybody, and by (i) and (ii) there is t in P(s), taken
 *    in the first visit, to a state whose first visit ended sooner. w is possible there and fails the same; an initial of it
 *    that sleeps there was asleep at s (not taken before t: E(s) has none), and as it is not in Z(s) it left and was taken: in E(s).
 * 5. *Endless runs.* If there is one, the walk meets a state whose first visit is still open, so a walk that does not proves that all runs
 *    end. Else take, of the visited states with an endless run, the state s whose first visit ended first, and t in P(s): one that the
 *    run contains first, or any if it has none, so s·t has an endless run too. If t was taken in the first visit, the one of s·t was
 *    over before. If t slept there, it had been taken from a state r on the path, from which steps independent of it led to s;
 *    the first visit of r·t was over before s was found, and it has an endless run by way of s·t. Both contradict the choice of s.
 * 6. *Persistent sets, data races.* Let w be a run from s to a state r where p and q are about to make the accesses of a race, no initial of w
 *    in Z(s); by the induction of 4, a state with these two pending is found. If w is empty, s is one. If E(s) holds an initial of w, 1 leads
 *    to a shorter w, to r again. Else w has no step of P(s), nor of the processes the set was closed over. If p is one of those, its
 *    pending access is in s what it is in r; q's access there clashes with it, so q is one of them too, and s is such a state. The same
 *    for q. Else t in P(s), as in 4, is independent of w and of both accesses, which the others make without P(s): it leads to a
 *    state whose first visit ended sooner, from where w leads to r·t, with the same two pending. (A footprint holds the access that
 *    `pending` names, so that two accesses of a race are never independent.)
 */

import {obligedMask} from './outcome.ts';
import type {Access, Footprint, PendingStep, System} from './system.ts';

/** Processes that sleep sets can hold: with the on-stack flag they fit the two bytes kept with a state. */
export const mostReduced = 15;

/** Decides whether two pending steps of different processes are independent. */
export type Independence = (one: Footprint | null, other: Footprint | null) => boolean;

/** Whether two footprints commute: both known, and no byte in both that either writes. Null is unknown and never commutes. */
export const independent: Independence = (one, other) => {
	if (!one || !other) return false;
	for (const a of one) for (const b of other) if (clash(a, b)) return false;
	return true;
};

function clash(a: Access, b: Access): boolean {
	return (a.write || b.write) && a.address < b.address + b.bytes && b.address < a.address + a.bytes;
}

/** Places of a process's pending step (for a blocked process: what it waits for), null where they are not known. */
export function pendingFootprint(system: System, process: number): Footprint | null {
	const known = system.touches?.(process);
	return known ?? footprintOf(system.pending(process));
}

function footprintOf({kind, address, bytes}: PendingStep): Footprint | null {
	switch (kind) {
		case 'load':
			return [{address, bytes, write: false}];
		case 'store':
		case 'update':
			return [{address, bytes, write: true}];
		case 'fence':
		case 'block':
		case 'none':
			// `none` of a process that can step or waits says nothing of where: taken as unknown, like the others.
			return null;
	}
}

/** Sets of processes, a bit each. */
type Masks = Int32Array;

/**
 * What the reduction knows of the states on the path, by their depth. Most of it is handed down: a step changes neither the
 * pending step of a process it is independent of, nor what any other process may access later.
 */
export class StateReduction {
	private readonly system: System;
	private readonly independence: Independence;
	private readonly count: number;
	private readonly seeds: number;
	private readonly persists: boolean;
	/** Of each depth and process: places of its pending step, and of all its steps to come. */
	private readonly pending: (Footprint | null)[] = [];
	private readonly future: (Footprint | null)[] = [];
	/** Of each depth and process: whose pending steps are independent of its own; whose ones its steps to come may touch. */
	private commuting: Masks;
	private disturbing: Masks;
	/** Of each depth: the processes with an entry in the first two, and in the last. */
	private known: Masks;
	private foreseen: Masks;

	/**
	 * For persistent sets too if `persists`. `seeds` are the processes of which a persistent set needs one, if it can step. Other
	 * defaults than these are for tests that the agreement of the searches is a real check.
	 */
	constructor(
		system: System,
		persists: boolean,
		independence: Independence = independent,
		seeds = obligedMask(system),
	) {
		this.system = system;
		this.independence = independence;
		this.count = system.processes;
		this.seeds = seeds;
		this.persists = persists && system.mayAccess !== undefined;
		this.commuting = new Int32Array(firstDepth * this.count);
		this.disturbing = new Int32Array(firstDepth * this.count);
		this.known = new Int32Array(firstDepth);
		this.foreseen = new Int32Array(firstDepth);
	}

	/** Memory of the tables in bytes, but for the footprints. */
	get bytes(): number {
		return 2 * (this.commuting.byteLength + this.known.byteLength);
	}

	/**
	 * Reads what there is to know of the system's current state, which is at that depth of the path. `live` is the mask of the processes
	 * that matter: all that can step, for persistent sets also the blocked ones. `mover` took the step from the depth above; -1 if none did.
	 */
	enter(depth: number, live: number, mover: number): void {
		if (depth >= this.known.length) this.widen();
		const {count, pending, commuting} = this;
		const here = depth * count;
		const above = here - count;
		const kept =
			mover < 0 ? 0 : live & (this.known[depth - 1] as number) & (commuting[above + mover] as number);
		this.known[depth] = live;
		this.foreseen[depth] = 0;
		for (let rest = live; rest !== 0; rest &= rest - 1) {
			const process = 31 - Math.clz32(rest & -rest);
			const isKept = (kept >>> process) & 1;
			pending[here + process] = isKept
				? (pending[above + process] as Footprint | null)
				: pendingFootprint(this.system, process);
			commuting[here + process] = isKept ? (commuting[above + process] as number) & kept : 0;
		}
		for (let rest = live & ~kept; rest !== 0; ) {
			const bit = rest & -rest;
			rest &= ~bit;
			const process = 31 - Math.clz32(bit);
			const mine = pending[here + process] as Footprint | null;
			let mask = commuting[here + process] as number;
			for (let others = kept | rest; others !== 0; others &= others - 1) {
				const other = 31 - Math.clz32(others & -others);
				if (!this.independence(mine, pending[here + other] as Footprint | null)) continue;
				mask |= 1 << other;
				commuting[here + other] = (commuting[here + other] as number) | bit;
			}
			commuting[here + process] = mask;
		}
		if (this.persists) this.foresee(depth, live, kept, mover);
	}

	/** The processes whose steps are independent of the process's, in the state entered at that depth. */
	independentOf(depth: number, process: number): number {
		return this.commuting[depth * this.count + process] as number;
	}

	/**
	 * A persistent set with the fewest processes that can step, as their mask, in the state entered at that depth; all of `ready`
	 * when the system does not say what its processes may access. With a process other than environment in it, if one can step.
	 */
	persistent(depth: number, ready: number): number {
		const seeds = ready & this.seeds;
		if (!this.persists || seeds === 0 || (ready & (ready - 1)) === 0) return ready;
		const here = depth * this.count;
		const live = this.known[depth] as number;
		let best = ready;
		let size = bits(ready);
		// Later processes first: of sets of one size it happens to be the better choice.
		for (let rest = seeds; rest !== 0 && size > 1; ) {
			const seed = 31 - Math.clz32(rest);
			rest &= ~(1 << seed);
			let set = 1 << seed;
			for (let grown = 0; grown !== set; ) {
				grown = set;
				for (let others = live & ~set; others !== 0; others &= others - 1) {
					const other = 31 - Math.clz32(others & -others);
					if ((this.disturbing[here + other] as number) & set) set |= 1 << other;
				}
			}
			const found = bits(set & ready);
			if (found >= size) continue;
			best = set & ready;
			size = found;
		}
		return best;
	}

	/** Of each live process, the live processes whose pending step its present or later steps may touch. */
	private foresee(depth: number, live: number, kept: number, mover: number): void {
		const {count, future, disturbing} = this;
		const here = depth * count;
		const above = here - count;
		const stays = mover < 0 ? 0 : live & (this.foreseen[depth - 1] as number) & ~(1 << mover);
		this.foreseen[depth] = live;
		for (let rest = live; rest !== 0; rest &= rest - 1) {
			const bit = rest & -rest;
			const process = 31 - Math.clz32(bit);
			const isSame = (stays & bit) !== 0;
			const mine = isSame
				? (future[above + process] as Footprint | null)
				: (this.system.mayAccess?.(process) ?? null);
			future[here + process] = mine;
			const settled = isSame ? kept : 0;
			let mask = isSame ? (disturbing[above + process] as number) & settled : 0;
			for (let others = live & ~bit & ~settled; others !== 0; others &= others - 1) {
				const other = 31 - Math.clz32(others & -others);
				if (!this.independence(mine, this.pending[here + other] as Footprint | null)) mask |= 1 << other;
			}
			disturbing[here + process] = mask;
		}
	}

	private widen(): void {
		this.commuting = widen(this.commuting);
		this.disturbing = widen(this.disturbing);
		this.known = widen(this.known);
		this.foreseen = widen(this.foreseen);
	}
}

const firstDepth = 64;

function widen(masks: Masks): Masks {
	const wider = new Int32Array(masks.length * 2);
	wider.set(masks);
	return wider;
}

/** How many bits of a mask are set. */
export function bits(mask: number): number {
	let count = 0;
	for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
	return count;
}
