/**
 * Waits for something to become true; fails with `what` when it has not after `milliseconds`.
 */
export async function until(what: string, isTrue: () => boolean, milliseconds = 20_000): Promise<void> {
	const end = performance.now() + milliseconds;

	while (!isTrue()) {
		if (performance.now() > end) {
			throw new Error(`waited ${milliseconds} ms in vain: ${what}`);
		}

		await new Promise(resolve => setTimeout(resolve, 5));
	}
}
