/**
 * Carries out calls one after another in the order they were made.
 */
export interface CallQueue {
	/** Runs the work when everything before it has ended; gives its result. */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** Runs work that waits for nothing: at once when the queue is empty, else in its turn. Late errors are dropped. */
	soon(work: () => void): void;
}

/** An empty queue. */
export function createCallQueue(): CallQueue {
	let last: Promise<unknown> = Promise.resolve();
	let pending = 0;

	const run = <T>(work: () => Promise<T>): Promise<T> => {
		pending += 1;
		const result = last.then(work).finally(() => {
			pending -= 1;
		});
		last = result.catch(() => undefined);

		return result;
	};

	return {
		run,
		soon(work) {
			if (pending === 0) {
				work();
			} else {
				run(async () => work()).catch(() => undefined);
			}
		},
	};
}
