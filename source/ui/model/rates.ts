/**
 * Rates of counters over running time: what a machine counted between two samples, per second that it ran. A restart
 * begins a new history; a stretch in which it did not run gives no sample.
 */
import type {Counters, MachineSnapshot} from '../../machine/lab.ts';
import type {CounterId} from '../../machine/vocabulary.ts';

/** Samples kept for each machine; more than any terminal is wide. */
export const historyLength = 400;

/** Rates by counter, newest last; null is "no sample". */
export type RateHistory = ReadonlyMap<CounterId, readonly (number | null)[]>;

/** The counters whose rates are shown, most telling first. */
export const ratedCounters: readonly CounterId[] = [
	'installs',
	'scratch_installs',
	'clears',
	'faults',
	'scratch_collisions',
	'violations',
	'tlb_flushes',
	'operations',
];

export interface RateSampler {
	/** Takes a sample of one machine. */
	add(snapshot: MachineSnapshot): void;
	/** The history of an architecture; empty when it is not known. */
	history(arch: string): RateHistory;
}

interface Track {
	counters: Counters;
	runMilliseconds: number;
	rates: RateHistory;
}

/** A sampler without any history. */
export const createRateSampler = (): RateSampler => {
	const tracks = new Map<string, Track>();
	return {
		add(snapshot) {
			const {arch} = snapshot.options;
			const track = tracks.get(arch);
			const elapsed = snapshot.runMilliseconds - (track?.runMilliseconds ?? 0);
			if (track === undefined || elapsed < 0) {
				tracks.set(arch, freshTrack(snapshot));
				return;
			}
			if (elapsed === 0) return;
			tracks.set(arch, {
				counters: snapshot.counters,
				runMilliseconds: snapshot.runMilliseconds,
				rates: extend(track.rates, rate =>
					perSecond(snapshot.counters[rate] - track.counters[rate], elapsed),
				),
			});
		},
		history: arch => tracks.get(arch)?.rates ?? new Map(),
	};
};

const freshTrack = (snapshot: MachineSnapshot): Track => ({
	counters: snapshot.counters,
	runMilliseconds: snapshot.runMilliseconds,
	rates: new Map(ratedCounters.map(id => [id, []])),
});

const extend = (rates: RateHistory, next: (id: CounterId) => number | null): RateHistory =>
	new Map(ratedCounters.map(id => [id, [...(rates.get(id) ?? []), next(id)].slice(-historyLength)]));

// A counter that went down belongs to a machine booted anew in between: that is no rate.
const perSecond = (count: number, milliseconds: number): number | null =>
	count < 0 ? null : (count * 1000) / milliseconds;
