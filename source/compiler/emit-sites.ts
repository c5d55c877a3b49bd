/**
 * Numbers of the accesses that can reach a translate hook, each with the C line it came from.
 */
import type {Location, LocationIndex} from './ir/ir.ts';
import type {LinkedFunction, LinkedProgram} from './link-types.ts';

export interface SiteTable {
	/** A new site of an access in `fn`; gives its number. */
	add(fn: LinkedFunction, at: LocationIndex): number;
	/** The sites by number, and only those locations that they need. */
	finish(): {sites: number[]; locations: Location[]};
}

/** A table without sites. */
export function createSites(program: LinkedProgram): SiteTable {
	/** Index into `program.locations` by site. */
	const sites: number[] = [];

	function finish(): {sites: number[]; locations: Location[]} {
		const locations: Location[] = [];
		const kept = new Map<number, number>();
		const keep = (index: number): number => {
			const location = program.locations[index];
			if (!location) return -1;
			const known = kept.get(index);
			if (known !== undefined) return known;
			// Outer calls come first, so the chain is in place before what was inlined into it.
			const inlinedAt = keep(location.inlinedAt);
			const at = locations.push({...location, inlinedAt}) - 1;
			kept.set(index, at);
			return at;
		};
		return {sites: sites.map(keep), locations};
	}

	return {add: (fn, at) => sites.push(fn.unit.locations[at] ?? -1) - 1, finish};
}
