/**
 * The one clock of the UI: ticks while something moves, stands still otherwise. There is no other timer that draws.
 */

export interface FrameClock {
	/** Makes it tick again, if it stands still. */
	wake(): void;
	stop(): void;
}

/** A clock that calls `tick` every `milliseconds` for as long as that gives true; it starts with `wake`. */
export const createFrameClock = (milliseconds: number, tick: () => boolean): FrameClock => {
	let timer: NodeJS.Timeout | undefined;
	const stop = () => {
		clearInterval(timer);
		timer = undefined;
	};
	return {
		wake() {
			timer ??= setInterval(() => {
				if (!tick()) stop();
			}, milliseconds);
		},
		stop,
	};
};
