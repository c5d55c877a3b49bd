/** Repeatable random numbers (the small fast generator sfc32, public domain by C. Doty-Humphrey), not for secrets. */

/** Gives the next number, 0 to 2^32 - 1. */
export type Random = () => number;

/** A generator for run `stream` of a seed; both 0 to 2^32 - 1. Equal arguments give equal numbers on every machine. */
export function seededRandom(seed: number, stream = 0): Random {
	let a = seed | 0;
	let b = stream | 0;
	let c = 0x9e3779b9 | 0;
	let counter = 1;
	const next = () => {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return sum >>> 0;
	};
	// Mixes the seed in, so that neighbouring seeds and streams share nothing.
	for (let round = 0; round < 15; round++) next();
	return next;
}

/** A number below `count`, 1 to 2^32, each as likely but for one part in 2^32 / count. */
export function below(random: Random, count: number): number {
	return Math.floor((random() / 2 ** 32) * count);
}
