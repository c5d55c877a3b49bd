/** `ptelab demo`: plays a script and says for each act whether it ended as expected. */
import {builtInNames, builtInScript} from '../demo/built-in.ts';
import {type CastEvent, castText} from '../demo/cast.ts';
import {eventLines, readingTime} from '../demo/narrate.ts';
import {parseScript, ScriptError} from '../demo/parse-script.ts';
import {type ActResult, type DemoEvent, runDemo} from '../demo/run-demo.ts';
import type {DemoScript} from '../demo/script.ts';
import {nearestWord} from '../report/words.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {type CommandLine, isGiven, listValue, numberValue, wordValue} from './parse-command-line.ts';
import {printJson} from './print.ts';
import {UsageError} from './usage-error.ts';

/** Size of a recording. */
const castSize = {width: 80, height: 24};

/** Runs the command; gives the exit status. */
export async function demo(line: CommandLine, context: Context): Promise<number> {
	const catalog = await context.loadCatalog();
	const script = await loadScript(line.input[0] ?? builtInNames[0], catalog, context);
	const acts = readActs(listValue(line, 'act'), script);
	const speed = numberValue(line, 'speed') ?? 1;
	const record = wordValue(line, 'record');
	const recorder = createRecorder(context, script.title);
	if (record !== undefined) {
		// Written at once, so that a path that cannot be written to is found before the demo and not after it.
		await saveCast(record, recorder.text(), context);
	}

	const isJson = isGiven(line, 'json');
	const {stdout, stdinIsTerminal} = context;
	const options = {startSession: context.startSession, now: context.now, speed, acts};
	if (stdout.isTerminal && stdinIsTerminal && !isJson && !isGiven(line, 'plain') && record === undefined) {
		const {demoTui} = await import('./demo-tui.ts');
		const results = await demoTui(script, catalog, {speed, acts}, context);
		return exitStatus(results, acts?.length ?? script.acts.length);
	}

	return context.interruptible(async signal => {
		const width = Math.min(stdout.columns, record === undefined ? 100 : castSize.width);
		const watch = async (milliseconds: number) => {
			if (stdout.isTerminal) {
				await context.wait(milliseconds, signal);
			} else {
				// Nobody looks on, but whoever plays the recording will.
				recorder.skip(milliseconds);
			}
		};

		const emit = async (event: DemoEvent) => {
			const lines = eventLines(event, width, script.acts.length);
			if (isJson || lines.length === 0) {
				return;
			}

			const text = `${lines.join('\n')}\n`;
			stdout.write(text);
			recorder.add(text);
			await watch(readingTime(lines) / speed);
		};

		const results = await runDemo(script, {...options, wait: context.wait, watch, emit, signal});
		if (record !== undefined) {
			await saveCast(record, recorder.text(), context);
		}

		if (isJson && !signal.aborted) {
			printJson(stdout, demoJson(script, results));
		}

		return exitStatus(results, acts?.length ?? script.acts.length);
	});
}

async function loadScript(name: string, catalog: Catalog, context: Context): Promise<DemoScript> {
	const text = builtInScript(name) ?? (await readScriptFile(name, context));
	const ids = (entries: readonly {id: string}[]) => entries.map(entry => entry.id);
	try {
		return parseScript(text, name, {
			archs: ids(catalog.archs),
			variants: ids(catalog.variants),
			programs: ids(catalog.programs),
		});
	} catch (error) {
		throw error instanceof ScriptError ? new UsageError(error.message) : error;
	}
}

async function readScriptFile(name: string, context: Context): Promise<string> {
	try {
		return await context.readFile(name);
	} catch (error) {
		const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : messageOf(error);
		const nearest = nearestWord(name, builtInNames);
		const hint = /[./]/.test(name) ? '' : `: did you mean '${nearest}'?`;
		throw new UsageError(`cannot read script '${name}' (${reason})${hint}`);
	}
}

function readActs(words: readonly string[] | undefined, script: DemoScript): number[] | null {
	if (words === undefined || words.includes('all')) {
		return null;
	}

	return words.map(word => {
		const number = /^\d+$/.test(word) ? Number(word) : 0;
		if (number < 1 || number > script.acts.length) {
			throw new UsageError(`--act wants numbers from 1 to ${script.acts.length}, but got '${word}'`);
		}

		return number;
	});
}

function exitStatus(results: readonly ActResult[], wanted: number): number {
	return results.length === wanted && results.every(result => result.ok) ? 0 : 1;
}

function demoJson(script: DemoScript, results: readonly ActResult[]): object {
	return {
		script: script.title,
		ok: results.every(result => result.ok),
		acts: results.map(({number, title, claims, ok, failure, checks}) => ({
			number,
			title,
			claims,
			ok,
			failure,
			checks: checks.map(({arch, text, found, ok: held}) => ({arch, expected: text, found, ok: held})),
		})),
	};
}

interface Recorder {
	add(text: string): void;
	/** Lets time pass in the recording only. */
	skip(milliseconds: number): void;
	text(): string;
}

function createRecorder(context: Context, title: string): Recorder {
	const start = context.now();
	const events: CastEvent[] = [];
	let skipped = 0;
	return {
		add(text) {
			events.push({seconds: (context.now() - start + skipped) / 1000, text});
		},
		skip(milliseconds) {
			skipped += milliseconds;
		},
		text: () => castText({...castSize, timestamp: Math.floor(Date.now() / 1000), title}, events),
	};
}

async function saveCast(path: string, text: string, context: Context): Promise<void> {
	try {
		await context.writeFile(path, text);
	} catch (error) {
		throw new UsageError(`cannot write recording '${path}': ${messageOf(error)}`);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
