/**
 * The output and input objects that Ink is given instead of the terminal's. In debug mode Ink hands each complete frame
 * over as one string; this passes it on and drops the cursor sequences Ink adds around it.
 */
import {EventEmitter} from 'node:events';

/** What stands in for `process.stdout`: a size and a place for frames. */
export interface InkStdout extends EventEmitter {
	readonly isTTY: true;
	readonly columns: number;
	readonly rows: number;
	write(text: string): boolean;
}

const cursorSequences = new Set(['\u001B[?25l', '\u001B[?25h', '']);

/** An output object for Ink: `size` is asked at every layout, `onFrame` gets each frame. It never emits `resize`. */
export const createInkStdout = (
	size: () => {columns: number; rows: number},
	onFrame: (text: string) => void,
): InkStdout =>
	Object.assign(
		Object.defineProperties(new EventEmitter(), {
			columns: {get: () => size().columns},
			rows: {get: () => size().rows},
		}) as EventEmitter & {readonly columns: number; readonly rows: number},
		{
			isTTY: true as const,
			write(text: string) {
				if (!cursorSequences.has(text)) onFrame(text);
				return true;
			},
		},
	);

/** An input object for Ink that never says anything: keys are read by our own layer. */
export const createInkStdin = (): EventEmitter & {readonly isTTY: false} =>
	Object.assign(new EventEmitter(), {
		isTTY: false as const,
		setEncoding: () => undefined,
		ref: () => undefined,
		unref: () => undefined,
		read: () => null,
	});
