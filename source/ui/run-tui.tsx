/**
 * Opens the terminal UI on a session and closes it again: terminal modes, keys, clock, signals. Whatever way it ends, the
 * terminal and the user's scrollback are as they were. The session belongs to the caller and is not stopped.
 */
import {render} from 'ink';
import {App} from './app.tsx';
import {createController} from './control/controller.ts';
import {createFrameClock} from './control/frame-clock.ts';
import {readKeys} from './input/key-reader.ts';
import type {InputStream, OutputStream, TuiOptions} from './options.ts';
import {createInkStdin, createInkStdout} from './screen/ink-stdout.ts';
import {type ProcessEvents, watchLifecycle} from './screen/lifecycle.ts';
import {createScreen} from './screen/screen.ts';
import {createTerminal} from './screen/terminal.ts';

/** Milliseconds a resize must rest before it is drawn. */
const resizeDelay = 50;

/** Frames a second of the map when nothing else is asked for. */
const usualFps = 12;

/** What only tests replace. */
export interface TuiHost {
	process: ProcessEvents;
	/** Where the text of a crash goes, after the terminal has been given back. */
	report(text: string): void;
}

const realHost: TuiHost = {
	process: process as unknown as ProcessEvents,
	report: text => process.stderr.write(text),
};

/**
 * Shows the session until the user quits. Resolves with the exit code: 0, 128 plus the number of a signal, 1 after a
 * crash of the UI, whose text is then on stderr. Both streams must be terminals.
 */
export const runTui = async (options: TuiOptions, host: TuiHost = realHost): Promise<number> => {
	const stdin = options.stdin ?? (process.stdin as InputStream);
	const stdout = options.stdout ?? (process.stdout as OutputStream);
	const screen = createScreen(stdout);
	const terminal = createTerminal(stdin, stdout);
	const fps = Math.max(1, Math.min(30, options.fps ?? usualFps));
	return new Promise(resolve => {
		let isOver = false;
		let resizeTimer: NodeJS.Timeout | undefined;
		const finish = (code: number, error?: unknown) => {
			if (isOver) return;
			isOver = true;
			clock.stop();
			clearTimeout(resizeTimer);
			keys.dispose();
			controller.dispose();
			stdout.off('resize', onResize);
			close();
			lifecycle.dispose();
			ink.unmount();
			stdout.off('error', onOutputError);
			if (error !== undefined) host.report(`${errorText(error)}\n`);
			resolve(code);
		};
		const close = () => {
			screen.close();
			terminal.leave();
		};
		const open = () => {
			terminal.enter();
			screen.open();
		};
		const onResize = () => {
			clearTimeout(resizeTimer);
			resizeTimer = setTimeout(() => controller.resized(), resizeDelay);
		};
		const onOutputError = () => finish(1);

		const clock = createFrameClock(1000 / fps, () => controller.tick());
		const lifecycle = watchLifecycle(host.process, {
			onSignal: code => finish(code),
			onCrash: error => finish(1, error),
			onProcessExit: close,
			onSuspend() {
				clock.stop();
				close();
			},
			onContinue() {
				if (isOver) return;
				// After a stop from outside the terminal is in the shell's state, whatever we believe.
				close();
				open();
				controller.resized();
				clock.wake();
			},
		});
		const controller = createController(options, {
			screen,
			now: () => performance.now(),
			wake: () => {
				if (!isOver) clock.wake();
			},
			suspend: lifecycle.suspend,
			quit: () => finish(0),
		});
		open();
		stdout.on('resize', onResize);
		stdout.on('error', onOutputError);
		controller.look();
		const ink = render(<App store={controller.store} />, {
			stdout: createInkStdout(screen.size, screen.frame) as unknown as NodeJS.WriteStream,
			stdin: createInkStdin() as unknown as NodeJS.ReadStream,
			debug: true,
			exitOnCtrlC: false,
			patchConsole: false,
			isScreenReaderEnabled: false,
		});
		ink.waitUntilExit().catch(error => finish(1, error));
		const keys = readKeys(stdin, event => {
			if (!isOver) controller.key(event);
		});
		clock.wake();
		if (options.startPaused) controller.pause();
	});
};

const errorText = (error: unknown): string =>
	error instanceof Error ? (error.stack ?? error.message) : `ptelab: ${String(error)}`;
