/** Progress on standard error: on a terminal two lines that are drawn over, elsewhere a line now and then. */
import type {CaseProgress} from '../explore/case.ts';
import {type Done, progressLine, progressLines} from '../report/explore-progress.ts';
import type {Context} from './context.ts';

/** Shows how far a run is. */
export interface ProgressDisplay {
	show(progress: CaseProgress, done: Done): void;
	/** Takes what is drawn off the terminal. */
	clear(): void;
}

/** Least milliseconds between two drawings, and between two lines of a file. */
const drawEvery = 100;
const writeEvery = 2000;

/** A display for standard error. `isForced`: also where that is no terminal. */
export function createProgress({stderr, now}: Context, isForced: boolean): ProgressDisplay {
	let last = Number.NEGATIVE_INFINITY;
	let isDrawn = false;
	const isDue = (every: number) => {
		const isLate = now() - last >= every;
		if (isLate) {
			last = now();
		}

		return isLate;
	};

	if (!stderr.isTerminal) {
		return {
			show(progress, done) {
				if (isForced && isDue(writeEvery)) {
					stderr.write(`${progressLine(progress, done)}\n`);
				}
			},
			clear() {},
		};
	}

	/** From the start of the second line up to the first, and everything below away. */
	const erase = () => {
		const sequence = isDrawn ? '\r\u001B[1A\u001B[J' : '';
		isDrawn = false;
		return sequence;
	};

	return {
		show(progress, done) {
			if (isDue(drawEvery)) {
				// The last column stays free: a full line makes some terminals go on to the next.
				const lines = progressLines(progress, done, stderr.columns - 1);
				stderr.write(`${erase()}${lines.join('\n')}`);
				isDrawn = true;
			}
		},
		clear() {
			if (isDrawn) {
				stderr.write(erase());
			}
		},
	};
}
