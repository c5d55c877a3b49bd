/**
 * The state the terminal is put into and taken out of: alternate screen, hidden cursor, no line wrap, raw input. Entering
 * twice or leaving twice does nothing, so that every way out may call `leave`.
 */
import type {InputStream, OutputStream} from '../options.ts';
import {resetStyle} from './sgr.ts';

export interface Terminal {
	enter(): void;
	leave(): void;
	readonly isEntered: boolean;
}

/** Alternate screen, cursor hidden, wrapping off. */
export const enterSequence = '\u001B[?1049h\u001B[?25l\u001B[?7l';
/** Any open synchronised update ended, style reset, wrapping and cursor on, back to the main screen. */
export const leaveSequence = `\u001B[?2026l${resetStyle}\u001B[?7h\u001B[?25h\u001B[?1049l`;

/** The terminal behind these two streams. Errors of a terminal that is gone are swallowed. */
export const createTerminal = (stdin: InputStream, stdout: OutputStream): Terminal => {
	let isEntered = false;
	const attempt = (step: () => unknown) => {
		try {
			step();
		} catch {
			// The terminal is gone (hang-up): there is nothing left to restore.
		}
	};
	return {
		get isEntered() {
			return isEntered;
		},
		enter() {
			if (isEntered) return;
			isEntered = true;
			attempt(() => stdin.setRawMode?.(true));
			stdin.resume();
			attempt(() => stdout.write(enterSequence));
		},
		leave() {
			if (!isEntered) return;
			isEntered = false;
			attempt(() => stdout.write(leaveSequence));
			attempt(() => stdin.setRawMode?.(false));
			stdin.pause();
		},
	};
};
