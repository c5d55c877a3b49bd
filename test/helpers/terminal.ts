/**
 * A real terminal for tests: a program in a pseudo-terminal whose output is read by a terminal emulator, so that a test
 * asserts on the screen a user would see. Every wait has a deadline and fails with the screen as it was.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';

const defaultDeadline = 30_000;

export interface Terminal {
	/** Lines of the screen, trailing blanks removed. */
	lines(): string[];
	screen(): string;
	/** True while the program shows the alternate screen. */
	isAlternateScreen(): boolean;
	/** True when the cursor is visible. */
	isCursorVisible(): boolean;
	/** Everything the program wrote, escape sequences included. */
	output(): string;
	type(text: string): void;
	resize(columns: number, rows: number): void;
	signal(name: string): void;
	/** True while the program is stopped by a signal. */
	isStopped(): boolean;
	/** Resolves with the first truthy result of `probe`, asked whenever the program wrote something and now and then. */
	until<T>(what: string, probe: () => T | undefined | false, milliseconds?: number): Promise<T>;
	/** Resolves with the status a shell would show: 128 + n when signal n ended the program. */
	exited: Promise<{exitCode: number}>;
	/** Ends the program for sure. */
	kill(): void;
	pid: number;
}

/** Starts `file` with `args` in a pseudo-terminal of `columns` × `rows`. */
export function openTerminal(
	file: string,
	args: string[],
	options: {columns: number; rows: number; env?: Record<string, string>; cwd?: string},
): Terminal {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value !== undefined && !/^(CI|CI_.*|NO_COLOR|FORCE_COLOR|NODE_TEST_CONTEXT)$/.test(name))
			env[name] = value;
	}
	const pty = spawn(file, args, {
		name: 'xterm-256color',
		cols: options.columns,
		rows: options.rows,
		cwd: options.cwd ?? process.cwd(),
		env: {...env, TERM: 'xterm-256color', ...options.env},
	});
	const emulator = new headless.Terminal({
		cols: options.columns,
		rows: options.rows,
		allowProposedApi: true,
		scrollback: 1000,
	});
	let output = '';
	let isDone = false;
	const listeners = new Set<() => void>();
	const notify = () => {
		for (const listener of [...listeners]) listener();
	};
	pty.onData(data => {
		output += data;
		emulator.write(data, notify);
	});
	const exited = new Promise<{exitCode: number}>(resolve => {
		pty.onExit(({exitCode, signal}) => {
			isDone = true;
			// What is still in the emulator's queue belongs to the last screen.
			emulator.write('', () => {
				notify();
				resolve({exitCode: signal ? 128 + signal : exitCode});
			});
		});
	});
	const lines = () => {
		const buffer = emulator.buffer.active;
		return Array.from({length: emulator.rows}, (_, row) =>
			(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
		);
	};
	const screen = () => lines().join('\n');

	return {
		lines,
		screen,
		isAlternateScreen: () => emulator.buffer.active.type === 'alternate',
		isCursorVisible: () => output.lastIndexOf('\u001B[?25h') >= output.lastIndexOf('\u001B[?25l'),
		output: () => output,
		type: text => pty.write(text),
		resize(columns, rows) {
			emulator.resize(columns, rows);
			pty.resize(columns, rows);
		},
		isStopped: () => processState(pty.pid) === 'T',
		signal: name => process.kill(pty.pid, name as NodeJS.Signals),
		async until(what, probe, milliseconds = defaultDeadline) {
			const found = probe();
			if (found) return found;
			return await new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					clearInterval(ticker);
					listeners.delete(look);
					reject(
						new Error(`${what}: not within ${milliseconds} ms. Exited: ${isDone}. The screen:\n${screen()}`),
					);
				}, milliseconds);
				const look = () => {
					const now = probe();
					if (!now) return;
					clearTimeout(timer);
					clearInterval(ticker);
					listeners.delete(look);
					resolve(now);
				};
				const ticker = setInterval(look, 50);
				listeners.add(look);
			});
		},
		exited,
		kill() {
			if (!isDone) pty.kill('SIGKILL');
		},
		pid: pty.pid,
	};
}

/** State letter of a process: `T` is stopped. Linux tells without the `ps` that a small system may lack. */
function processState(pid: number): string {
	if (process.platform === 'linux') {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');

		return stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
	}

	return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], {encoding: 'utf8'})
		.trim()
		.charAt(0);
}
