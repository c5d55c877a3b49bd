/**
 * Plays a demo script on real machines. Knows no output: what happens is told as events, so that plain text, a recording and
 * the terminal UI can each show it their way.
 */
import type {MachineSnapshot, Session, SessionOptions, StartSession} from '../machine/lab.ts';
import type {CounterId} from '../machine/vocabulary.ts';
import {type Check, checkExpectation} from './check-expectation.ts';
import type {Act, DemoScript, Expectation, Step} from './script.ts';

export type DemoEvent =
	| {kind: 'script_start'; title: string; text: string[]; acts: number}
	/** `number` counts from 1. */
	| {kind: 'act_start'; number: number; act: Act}
	/** Machines run; the session is for views that show them and ends with the act. */
	| {kind: 'session'; session: Session; options: SessionOptions}
	/** A step begins. */
	| {kind: 'step'; step: Step}
	/** An `until` step ended: conditions met, or the limit reached. */
	| {kind: 'until_end'; met: boolean; seconds: number}
	| {kind: 'check'; check: Check}
	| {kind: 'act_failed'; reason: string}
	| {kind: 'act_end'; result: ActResult; conclusion: string[]}
	| {kind: 'script_end'; results: ActResult[]};

/** How an act ended. */
export interface ActResult {
	number: number;
	title: string;
	claims: string[];
	/** All expectations held and nothing failed. */
	ok: boolean;
	checks: Check[];
	/** Why it could not be played to its end, or null. */
	failure: string | null;
}

export interface DemoOptions {
	startSession: StartSession;
	/** Resolves after so many milliseconds, or at once when aborted. */
	wait(milliseconds: number, signal: AbortSignal): Promise<void>;
	now(): number;
	/** Gives an onlooker so many milliseconds, scaled by the speed already; resolves at once where there is none. */
	watch(milliseconds: number): Promise<void>;
	/** May hold the demo up for reading; awaited. */
	emit(event: DemoEvent): Promise<void>;
	/** Timed runs are divided by it. */
	speed: number;
	signal: AbortSignal;
	/** Numbers of the acts to play, from 1; null for all. */
	acts: readonly number[] | null;
}

/** How often an `until` step looks, in milliseconds. */
const pollInterval = 40;

/** Plays the acts one after the other; an act that fails does not keep the next from being played. */
export async function runDemo(script: DemoScript, options: DemoOptions): Promise<ActResult[]> {
	const {emit, signal} = options;
	const numbered = script.acts.map((act, index) => ({act, number: index + 1}));
	const chosen = numbered.filter(({number}) => options.acts?.includes(number) ?? true);
	const results: ActResult[] = [];
	await emit({kind: 'script_start', title: script.title, text: script.text, acts: script.acts.length});
	for (const {act, number} of chosen) {
		if (signal.aborted) {
			break;
		}

		await emit({kind: 'act_start', number, act});
		const result = await playAct(act, number, options);
		// An act that was broken off is neither as expected nor not.
		if (signal.aborted) {
			break;
		}

		results.push(result);
		await emit({kind: 'act_end', result, conclusion: result.ok ? act.conclusion : []});
	}

	if (!signal.aborted) {
		await emit({kind: 'script_end', results});
	}

	return results;
}

async function playAct(act: Act, number: number, options: DemoOptions): Promise<ActResult> {
	const checks: Check[] = [];
	let failure: string | null = null;
	let session: Session | null = null;
	try {
		session = await options.startSession(act.machine);
		await options.emit({kind: 'session', session, options: act.machine});
		await playSteps(act, session, checks, options);
	} catch (error) {
		failure = error instanceof Error ? error.message : String(error);
	} finally {
		await session?.stop();
	}

	if (failure !== null && !options.signal.aborted) {
		await options.emit({kind: 'act_failed', reason: failure});
	}

	const ok = failure === null && checks.length > 0 && checks.every(check => check.ok);
	return {number, title: act.title, claims: act.claims, ok, checks, failure};
}

type MutableMarks = Map<string, Map<string, Readonly<Record<CounterId, number>>>>;

async function playSteps(act: Act, session: Session, checks: Check[], options: DemoOptions): Promise<void> {
	const marks: MutableMarks = new Map();
	let isPaused = false;
	for (const step of act.steps) {
		if (options.signal.aborted) {
			return;
		}

		await options.emit({kind: 'step', step});
		switch (step.kind) {
			case 'say':
				break;
			case 'run':
				await options.wait((step.seconds * 1000) / options.speed, options.signal);
				break;
			case 'watch':
				await options.watch((step.seconds * 1000) / options.speed);
				break;
			case 'until':
				await runUntil(step, session, marks, options);
				break;
			case 'inject':
				session.inject(step.program);
				break;
			case 'remove':
				session.remove(step.program);
				break;
			case 'pause':
				await session.pause();
				isPaused = true;
				break;
			case 'resume':
				session.resume();
				isPaused = false;
				break;
			case 'chaos':
				session.setChaos(step.chance);
				break;
			case 'restart':
				await restart(session, step.changes);
				marks.clear();
				isPaused = false;
				break;
			case 'mark':
				marks.set(
					step.name,
					new Map(snapshots(session).map(({options: {arch}, counters}) => [arch, {...counters}])),
				);
				break;
			case 'expect':
				await decide(step.expectations, session, marks, checks, options);
				if (!isPaused) {
					session.resume();
				}

				break;
		}

		throwIfFailed(session);
	}

	if (!options.signal.aborted) {
		await decide(act.expect, session, marks, checks, options);
	}
}

async function restart(session: Session, changes: Partial<SessionOptions>): Promise<void> {
	const isChange = Object.keys(changes).length > 0;
	if (isChange) {
		await session.change(changes);
	}

	// A change of programs or chaos alone may be done on running machines: counters are to start at zero all the same.
	await session.restart();
}

async function runUntil(
	step: Extract<Step, {kind: 'until'}>,
	session: Session,
	marks: MutableMarks,
	options: DemoOptions,
): Promise<void> {
	const start = options.now();
	for (;;) {
		const now = snapshots(session);
		const met = step.conditions.every(condition =>
			checkExpectation(condition, now, marks).every(check => check.ok),
		);
		const seconds = (options.now() - start) / 1000;
		if (met || seconds >= step.seconds || options.signal.aborted) {
			await options.emit({kind: 'until_end', met, seconds});
			return;
		}

		throwIfFailed(session);
		await options.wait(pollInterval, options.signal);
	}
}

/** Stops all CPUs, so that counters and books belong to one moment, and decides. */
async function decide(
	expectations: readonly Expectation[],
	session: Session,
	marks: MutableMarks,
	checks: Check[],
	options: DemoOptions,
): Promise<void> {
	await session.pause();
	throwIfFailed(session);
	const now = snapshots(session);
	for (const expectation of expectations) {
		for (const check of checkExpectation(expectation, now, marks)) {
			checks.push(check);
			await options.emit({kind: 'check', check});
		}
	}
}

function snapshots(session: Session): MachineSnapshot[] {
	return session.machines().map(machine => machine.snapshot());
}

function throwIfFailed(session: Session): void {
	for (const {options, failure} of snapshots(session)) {
		if (failure !== null) {
			throw new Error(`${options.arch}: ${failure}`);
		}
	}
}
