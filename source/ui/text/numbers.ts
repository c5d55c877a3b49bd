/**
 * Numbers for people, in few distinct forms and in bounded width: a changing figure must not make its column wobble.
 */

/** Greatest width of what `formatCount` gives for 0 up to 999 T. */
export const countWidth = 5;

const units = ['', 'k', 'M', 'G', 'T'] as const;

/** A count with three significant digits: `0`, `999`, `1.23k`, `12.3M`, `123G`. At most 5 columns up to 999 T. */
export const formatCount = (value: number): string => {
	if (!Number.isFinite(value)) return '?';
	if (value < 0) return `-${formatCount(-value)}`;
	let scaled = Math.round(value);
	if (scaled < 1000) return String(scaled);
	let unit = 0;
	while (scaled >= 999.5 && unit < units.length - 1) {
		scaled /= 1000;
		unit++;
	}
	return `${threeDigits(scaled)}${units[unit]}`;
};

const threeDigits = (value: number): string => {
	if (value < 9.995) return value.toFixed(2);
	return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
};

/** A rate: as a count, but small ones keep a decimal (`0.4`), so that a rare event does not look like none. */
export const formatRate = (value: number): string =>
	value > 0 && value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : formatCount(value);

/** Milliseconds as `m:ss` or `h:mm:ss`. */
export const formatDuration = (milliseconds: number): string => {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000));
	const rest = String(seconds % 60).padStart(2, '0');
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes}:${rest}`;
	return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
};

/** Seconds of a search in at most 6 columns up to 9999 s: `0 ms`, `412 ms`, `3.4 s`, `120 s`. */
export const formatSeconds = (seconds: number): string => {
	if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
	return seconds < 9.95 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
};

/** An arena page index as `0x` and at least three hexadecimal digits. */
export const formatPage = (page: number): string => `0x${page.toString(16).padStart(3, '0')}`;

/** An address as `0x` and sixteen hexadecimal digits, or eight where that is enough. */
export const formatAddress = (address: bigint): string =>
	`0x${address.toString(16).padStart(address > 0xffffffffn ? 16 : 8, '0')}`;
