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
 * 3. *Persistent sets, final states.* A run to a final state contains a step of P(s): else such a step would still be possible
 *    at its end. The first one is an initial. By 1 a permutation of every run to a final state is explored.
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
 */

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

/** What the reduction needs to know of one state, computed once when the search enters it. */
export class StateReduction {
	private readonly system: System;
	private readonly independence: Independence;
	private readonly pending: (Footprint | null)[] = [];

	/** `independence` other than the default is for tests that the agreement of the searches is a real check. */
	constructor(system: System, independence: Independence = independent) {
		this.system = system;
		this.independence = independence;
	}

	/** Reads the pending footprints of the processes in `mask`, in the system's current state. */
	load(mask: number): void {
		for (let process = 0; process < this.system.processes; process++) {
			this.pending[process] = mask & (1 << process) ? pendingFootprint(this.system, process) : null;
		}
	}

	/** The processes of `mask` whose loaded steps are independent of `process`'s. */
	independentOf(process: number, mask: number): number {
		let result = 0;
		const mine = this.pending[process] ?? null;
		for (let rest = mask & ~(1 << process); rest !== 0; rest &= rest - 1) {
			const other = 31 - Math.clz32(rest & -rest);
			if (this.independence(mine, this.pending[other] ?? null)) result |= 1 << other;
		}
		return result;
	}

	/**
	 * A persistent set with the fewest processes that can step, as their mask; all of `ready` when the system does not say what
	 * its processes may access. `ready` and `blocked` are masks; the pending footprints of both must be loaded.
	 */
	persistent(ready: number, blocked: number): number {
		const live = ready | blocked;
		if (!this.system.mayAccess || (ready & (ready - 1)) === 0) return ready;
		const disturbed = this.disturbed(live);
		let best = ready;
		// Later processes first: of sets of one size it happens to be the better choice.
		for (let seed = this.system.processes - 1; seed >= 0 && bits(best) > 1; seed--) {
			if ((ready & (1 << seed)) === 0) continue;
			let set = 1 << seed;
			for (let grown = 0; grown !== set; ) {
				grown = set;
				for (let others = live & ~set; others !== 0; others &= others - 1) {
					const other = 31 - Math.clz32(others & -others);
					if ((disturbed[other] as number) & set) set |= 1 << other;
				}
			}
			if (bits(set & ready) < bits(best)) best = set & ready;
		}
		return best;
	}

	/** Of each live process, the live processes whose pending step its present or later steps may touch. */
	private disturbed(live: number): number[] {
		const masks: number[] = [];
		for (let process = 0; process < this.system.processes; process++) {
			masks.push(0);
			if ((live & (1 << process)) === 0) continue;
			const future = this.system.mayAccess?.(process) ?? null;
			for (let rest = live & ~(1 << process); rest !== 0; rest &= rest - 1) {
				const other = 31 - Math.clz32(rest & -rest);
				if (!this.independence(future, this.pending[other] ?? null))
					masks[process] = (masks[process] ?? 0) | (1 << other);
			}
		}
		return masks;
	}
}

/** How many bits of a mask are set. */
export function bits(mask: number): number {
	let count = 0;
	for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
	return count;
}
