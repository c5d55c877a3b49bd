/**
 * A line of small bars. Absence of a sample has its own sign, apart from zero; the scale's top is a round number that
 * the caller shows beside it.
 */

/** The signs of a sparkline. */
export interface SparklineGlyphs {
	/** From lowest to highest; the first stands for zero only. */
	bars: readonly string[];
	/** Stands for "no sample". */
	none: string;
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `value`; 1 for anything below. */
export const scaleTop = (value: number): number => {
	if (!(value > 1)) return 1;
	const power = 10 ** Math.floor(Math.log10(value));
	for (const step of [1, 2, 5]) {
		if (step * power >= value) return step * power;
	}
	return 10 * power;
};

/**
 * The newest `width` samples, newest at the right; columns older than the first sample, and samples that are null,
 * show `none`. A value above zero never looks like zero.
 */
export const sparkline = (
	samples: readonly (number | null)[],
	width: number,
	top: number,
	glyphs: SparklineGlyphs,
): string => {
	const shown = samples.slice(Math.max(0, samples.length - width));
	const bars = shown.map(sample => (sample === null ? glyphs.none : bar(sample, top, glyphs.bars)));
	return glyphs.none.repeat(Math.max(0, width - shown.length)) + bars.join('');
};

const bar = (value: number, top: number, bars: readonly string[]): string => {
	const last = bars.length - 1;
	if (value <= 0) return bars[0] ?? ' ';
	return bars[Math.min(last, Math.max(1, Math.ceil((value / top) * last)))] ?? ' ';
};
