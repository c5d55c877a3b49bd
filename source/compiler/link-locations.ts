/**
 * One table of source locations for a whole program: equal locations of different units become one.
 */
import type {Location, Unit} from './ir/ir.ts';

export interface LocationTable {
	locations: Location[];
	/** Adds the unit's locations; gives its index → the table's index. */
	add(unit: Unit): number[];
}

/** An empty table. */
export function createLocationTable(): LocationTable {
	const locations: Location[] = [];
	const known = new Map<string, number>();

	function add(unit: Unit): number[] {
		const merged: number[] = new Array<number>(unit.locations.length).fill(-1);
		const begun = new Set<number>();

		function place(index: number): number {
			const location = unit.locations[index];
			if (!location) return -1;
			const done = merged[index] ?? -1;
			// A location that is its own outer call would never end; the chain is cut there.
			if (done >= 0 || begun.has(index)) return done;
			begun.add(index);
			const inlinedAt = place(location.inlinedAt);
			const key = `${location.function}\0${location.file}\0${location.line}:${location.column}@${inlinedAt}`;
			let at = known.get(key);
			if (at === undefined) {
				at = locations.length;
				locations.push({...location, inlinedAt});
				known.set(key, at);
			}
			merged[index] = at;
			return at;
		}

		for (const index of unit.locations.keys()) place(index);
		return merged;
	}

	return {locations, add};
}
