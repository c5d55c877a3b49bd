/**
 * What stands out between architectures that race the same workload. Counters are compared per operation done, since the
 * machines do not run equally fast.
 */
import type {Counters} from '../machine/lab.ts';
import type {CounterId} from '../machine/vocabulary.ts';

/** `differs`: zero here and not elsewhere, or the other way round for the smaller side. `more`, `less`: by `factor`. */
export type Difference = 'same' | 'differs' | 'more' | 'less';

/** How far above or below the median, per operation, is called more or less; the view says it in words. */
const factor = 2;

/** Counts below this are too few to call a ratio. */
const fewCounts = 20;

/** How each architecture's count of `id` differs from the others'; in the order of `machines`. */
export const differences = (machines: readonly Counters[], id: CounterId): Difference[] => {
	const counts = machines.map(counters => counters[id]);
	const zeros = counts.filter(count => count === 0).length;
	const others = counts.length - zeros;
	const shares = machines.map(counters => counters[id] / Math.max(1, counters.operations));
	const middle = median(shares.filter(share => share > 0));
	return counts.map((count, index) => {
		if (machines.length < 2 || id === 'operations') return 'same';
		if (count === 0) return others > zeros ? 'differs' : 'same';
		if (zeros > 0 && others <= zeros) return 'differs';
		if (count < fewCounts) return 'same';
		const share = shares[index] ?? 0;
		if (share > middle * factor) return 'more';
		return share * factor < middle ? 'less' : 'same';
	});
};

const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	if (sorted.length % 2 === 1) return sorted[middle] ?? 0;
	return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};
