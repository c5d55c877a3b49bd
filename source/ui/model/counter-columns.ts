/** Which counters a table shows, under which short names, most telling first. */
import {type CounterId, counterIds} from '../../machine/vocabulary.ts';

/** Columns of one counter cell, and the most a label may take. */
export const cellWidth = 7;

/** Short names, at most `cellWidth` characters, all different; a counter without one is cut. */
const shortNames: Partial<Record<CounterId, string>> = {
	installs: 'install',
	clears: 'clear',
	try_set_lost: 'trylost',
	scratch_installs: 'scratch',
	scratch_collisions: 'collide',
	set_hit_scratch: 'set hit',
	set_overwrote_scratch: 'set ovr',
	set_refused_scratch: 'set ref',
	set_replaced_scratch: 'set rpl',
	clear_hit_scratch: 'clr hit',
	user_hit_scratch: 'usr hit',
	faults: 'fault',
	refaults: 'refault',
	ext_fixups: 'fixup',
	violations: 'violate',
	unloads: 'unload',
	tlb_flushes: 'flush',
	tlb_hits: 'tlb hit',
	tlb_misses: 'tlbmiss',
	stale_uses: 'stale',
	bbm_violations: 'bbm',
	split_views: 'splitvw',
	oopses: 'oops',
	alloc_failures: 'no page',
	pages_allocated: 'alloced',
	pages_freed: 'freed',
	double_frees: 'dblfree',
	user_faults: 'usr flt',
	operations: 'ops',
	lockups: 'lockup',
	lock_failures: 'lockerr',
	deferred_frees: 'defer',
	corruptions: 'corrupt',
};

/** The short name of a counter. */
export const counterLabel = (id: CounterId): string =>
	(shortNames[id] ?? id.replaceAll('_', ' ')).slice(0, cellWidth);

const mostTelling: readonly CounterId[] = [
	'installs',
	'clears',
	'scratch_installs',
	'scratch_collisions',
	'faults',
	'violations',
	'oopses',
	'stale_uses',
	'bbm_violations',
	'alloc_failures',
	'tlb_flushes',
	'try_set_lost',
	'refaults',
	'ext_fixups',
	'operations',
];

/** All counters, most telling first. */
export const counterOrder: readonly CounterId[] = [
	...mostTelling,
	...counterIds.filter(id => !mostTelling.includes(id)),
];

/** Counters that are wrong as soon as they are not zero. */
export const badCounters: ReadonlySet<CounterId> = new Set<CounterId>([
	'oopses',
	'stale_uses',
	'bbm_violations',
	'double_frees',
	'lockups',
	'corruptions',
]);

/** The counters of one page when `perPage` fit side by side; `page` is taken modulo the number of pages. */
export const counterPage = (
	perPage: number,
	page: number,
): {ids: readonly CounterId[]; page: number; pages: number} => {
	const fitting = Math.max(1, perPage);
	const pages = Math.ceil(counterOrder.length / fitting);
	const shown = page % pages;
	return {ids: counterOrder.slice(shown * fitting, (shown + 1) * fitting), page: shown, pages};
};
