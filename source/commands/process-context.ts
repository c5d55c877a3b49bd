/** The real outside of a command: this process, its terminal and its files. */
import {writeSync} from 'node:fs';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {StartSession} from '../machine/lab.ts';
import {loadCatalog} from './catalog.ts';
import type {Context, Output, RunTui} from './context.ts';
import type {Explorer} from './explore-runner.ts';

/** Signals that end a command, and their numbers. */
const endings = [
	['SIGHUP', 1],
	['SIGINT', 2],
	['SIGTERM', 15],
] as const;

/** Machines get so long to stop after a signal. */
const stopLimit = 3000;

/** The context of this process. `version` is what `ptelab version` prints. */
export function processContext(version: string): Context {
	watchOutput();
	return {
		stdout: output(process.stdout),
		stderr: output(process.stderr),
		stdinIsTerminal: process.stdin.isTTY === true,
		version,
		loadCatalog,
		startSession: async options => (await loadEngine())(options),
		bootStill: async options => (await import('../machine/still-machine.ts')).bootStill(options),
		compileUser: async (user, archs) => (await import('./compile-user.ts')).compileUser(user, archs),
		loadExplorer,
		loadTui,
		wait,
		now: () => performance.now(),
		readFile: path => readFile(path, 'utf8'),
		writeFile: (path, text) => writeFile(path, text),
		readBytes: path => readFile(path),
		writeBytes: (path, bytes) => writeFile(path, bytes),
		listFolder,
		makeFolder: async path => {
			await mkdir(path, {recursive: true});
		},
		interruptible,
	};
}

/** Ends the process with a status once everything written has been taken; a worker that hangs cannot hold it up. */
export function exitProcess(status: number): void {
	process.stdout.write('', error => {
		if (error) {
			endOnLostOutput(process.stdout.errored ?? error);
		}

		process.stderr.write('', () => process.exit(status));
	});
}

/** Whoever reads less of our output than there is, as head does, has what he wants. That a disk is full has to be said. */
function endOnLostOutput(error: NodeJS.ErrnoException): never {
	if (error.code === 'EPIPE') {
		process.exit(0);
	}

	// Written at once, as nothing runs after this; where that fails too, nobody is left to be told.
	try {
		writeSync(2, `ptelab: cannot write the output: ${error.message}\n`);
	} catch {}

	process.exit(1);
}

function output(stream: NodeJS.WriteStream): Output {
	const isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb';
	return {
		write(text) {
			stream.write(text);
		},
		isTerminal,
		get columns() {
			return isTerminal ? Math.max(stream.columns || 80, 20) : 80;
		},
		colour: wantsColour(isTerminal),
	};
}

function wantsColour(isTerminal: boolean): boolean {
	const {FORCE_COLOR: force, NO_COLOR: no} = process.env;
	if (force !== undefined) {
		return force !== '0' && force !== 'false';
	}

	return isTerminal && (no === undefined || no === '');
}

async function loadEngine(): Promise<StartSession> {
	const {startSession} = await import('../machine/session.ts');
	return startSession;
}

async function loadExplorer(): Promise<Explorer> {
	const {createExplorer} = await import('./explorer.ts');
	return createExplorer();
}

async function loadTui(): Promise<RunTui> {
	const {runTui} = await import('../ui/run-tui.tsx');
	return runTui;
}

async function listFolder(path: string): Promise<readonly string[] | null> {
	try {
		return await readdir(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return null;
		}

		throw error;
	}
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
	try {
		await sleep(milliseconds, undefined, {signal});
	} catch {
		// Aborted: the caller looks at the signal itself.
	}
}

async function interruptible(run: (signal: AbortSignal) => Promise<number>): Promise<number> {
	const controller = new AbortController();
	let status: number | null = null;
	let limit: NodeJS.Timeout | undefined;
	const listeners = endings.map(([name, number]) => {
		const listener = () => {
			if (status !== null) {
				process.exit(status);
			}

			status = 128 + number;
			controller.abort();
			limit = setTimeout(() => process.exit(128 + number), stopLimit);
		};
		process.on(name, listener);
		return {name, listener};
	});
	try {
		const result = await run(controller.signal);
		return status ?? result;
	} catch (error) {
		if (status !== null) {
			return status;
		}

		throw error;
	} finally {
		clearTimeout(limit);
		for (const {name, listener} of listeners) {
			process.off(name, listener);
		}
	}
}

/** `ptelab list | head -1` closes our output while we write: that is no failure of ours. */
function watchOutput(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', endOnLostOutput);
	}
}
