/** Which cases are the situation on the screen: what is explored when the user asks "and what is that?" of a running machine. */
import {plainVariant} from '../../arch/candidates.ts';
import type {CounterId} from '../../machine/vocabulary.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import {badCounters} from './counter-columns.ts';

/** The machine on the screen, as far as scenarios are about it. */
export interface ScreenSituation {
	arch: string;
	/** Id of one of the lab's variants; of a user's file, the variant that it is a change to. */
	variant: string;
	/** Ids of the programs that are loaded. */
	programs: readonly string[];
	/** Counters that are left out are zero. */
	counters: Readonly<Partial<Record<CounterId, number>>>;
}

/** Counters that only a failure raises. The others of a scenario rise whenever its situation comes about, however it ends. */
export const failureCounters: ReadonlySet<CounterId> = new Set<CounterId>([
	...badCounters,
	'set_overwrote_scratch',
	'set_refused_scratch',
	'split_views',
]);

/** A counter of the screen that a scenario names. */
export interface ShownCounter {
	id: CounterId;
	/** Above zero: what it was when the screen was looked at. */
	value: number;
}

/** A scenario, and what of it is on the screen. */
export interface ScreenCase {
	scenario: Scenario;
	/** Its counters that are not zero, those that only a failure raises first. */
	counters: readonly ShownCounter[];
	/** Its programs that are loaded. */
	programs: readonly string[];
}

/**
 * Every scenario that makes sense on that architecture and variant: first those whose counters are not zero (and of these, those first of
 * which one is a failure), then those whose programs are loaded, then the rest. Otherwise the order is that of `scenarios`.
 */
export const casesOnScreen = (
	scenarios: readonly Scenario[],
	{arch, variant, programs, counters}: ScreenSituation,
): ScreenCase[] => {
	const values = new Map<string, number>(Object.entries(counters));
	const cases = scenarios
		.filter(
			scenario =>
				scenario.archs.includes(arch) && (scenario.variants?.includes(plainVariant(variant)) ?? true),
		)
		.map(scenario => ({
			scenario,
			counters: shownCounters(scenario, values),
			programs: scenario.programs.filter(id => programs.includes(id)),
		}));
	return [0, 1, 2, 3].flatMap(rank => cases.filter(found => rankOf(found) === rank));
};

const shownCounters = (scenario: Scenario, values: ReadonlyMap<string, number>): ShownCounter[] => {
	const shown = scenario.counters
		.map(id => ({id: id as CounterId, value: values.get(id) ?? 0}))
		.filter(({value}) => value > 0);
	const isFailure = ({id}: ShownCounter) => failureCounters.has(id);
	return [...shown.filter(isFailure), ...shown.filter(counter => !isFailure(counter))];
};

/** What a case has to do with the screen, 0 the most. */
const rankOf = ({counters: [first], programs}: ScreenCase): number => {
	if (first !== undefined) return failureCounters.has(first.id) ? 0 : 1;
	return programs.length > 0 ? 2 : 3;
};
