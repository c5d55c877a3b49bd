/**
 * Milliseconds that a machine has been running, pauses left out.
 */
export interface RunClock {
	start(): void;
	stop(): void;
	reset(): void;
	/** Milliseconds so far. */
	elapsed(): number;
}

/** A clock at zero that stands still. */
export function createRunClock(now: () => number = () => performance.now()): RunClock {
	let before = 0;
	let since: number | null = null;
	const elapsed = () => before + (since === null ? 0 : now() - since);

	return {
		start() {
			since ??= now();
		},
		stop() {
			before = elapsed();
			since = null;
		},
		reset() {
			before = 0;
			since = null;
		},
		elapsed,
	};
}
