/** Numbers as text: short ones for people, exact ones for programs. */

const units = ['k', 'M', 'G', 'T', 'P'] as const;

/**
 * A count in at most six characters: exact below 10000, then three significant digits and a unit (`12.3k`, `4.56M`).
 * Rounds to nearest; fractions below 10000 lose their decimals except below 10 (`0.5`).
 */
export function shortNumber(value: number): string {
	if (!Number.isFinite(value)) {
		return '-';
	}

	if (value < 0) {
		return `-${shortNumber(-value)}`;
	}

	if (value < 9999.5) {
		return value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : String(Math.round(value));
	}

	let scaled = value;
	for (const unit of units) {
		scaled /= 1000;
		if (scaled < 999.5 || unit === 'P') {
			const decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
			return `${scaled.toFixed(decimals)}${unit}`;
		}
	}

	return String(value);
}

/** Events per second; 0 where no time has passed. `milliseconds` is the running time of the machine. */
export function perSecond(count: number, milliseconds: number): number {
	return milliseconds > 0 ? (count * 1000) / milliseconds : 0;
}

/** A number for CSV: integers exactly, others with one decimal. */
export function exactNumber(value: number): string {
	return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** Seconds for people: `0.4 s`, `2 s`, `12 s`. */
export function secondsText(seconds: number): string {
	const text = seconds < 10 ? seconds.toFixed(1).replace(/\.0$/, '') : String(Math.round(seconds));
	return `${text} s`;
}
