/** A terminal input that leaves the terminal UI by itself: after some time it delivers a ctrl-C. */
import type {InputStream} from '../ui/options.ts';

const controlC = '\u0003';

/** The time starts with the first listener for data. */
export function timedStdin(stdin: InputStream, milliseconds: number): InputStream {
	const timers = new Map<(chunk: string) => void, NodeJS.Timeout>();
	return {
		isTTY: stdin.isTTY,
		setRawMode: raw => stdin.setRawMode?.(raw),
		setEncoding: encoding => stdin.setEncoding(encoding),
		on(event, listener) {
			timers.set(
				listener,
				setTimeout(() => listener(controlC), milliseconds),
			);
			return stdin.on(event, listener);
		},
		off(event, listener) {
			clearTimeout(timers.get(listener));
			timers.delete(listener);
			return stdin.off(event, listener);
		},
		resume: () => stdin.resume(),
		pause: () => stdin.pause(),
	};
}
