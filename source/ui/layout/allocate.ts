/** Shares lines out among the parts of a column, so that they always add up to exactly what there is. */

/** A part that wants lines. */
export interface Part<Name extends string> {
	name: Name;
	/** Lines without which it makes no sense; given first, in the order of the list. */
	least: number;
}

/** A wish: `name` grows up to `upTo` lines before later wishes get any. */
export interface Wish<Name extends string> {
	name: Name;
	upTo: number;
}

/**
 * Lines for each part: first every `least` in order, then the wishes in order, the remainder to `rest`. The sum is `lines`.
 */
export const allocate = <Name extends string>(
	lines: number,
	parts: readonly Part<Name>[],
	wishes: readonly Wish<Name>[],
	rest: Name,
): Record<Name, number> => {
	const given = Object.fromEntries(parts.map(part => [part.name, 0])) as Record<Name, number>;
	let left = lines;
	const grow = (name: Name, upTo: number) => {
		const more = Math.max(0, Math.min(left, upTo - given[name]));
		given[name] += more;
		left -= more;
	};
	for (const part of parts) grow(part.name, part.least);
	for (const wish of wishes) grow(wish.name, wish.upTo);
	given[rest] += left;
	return given;
};
