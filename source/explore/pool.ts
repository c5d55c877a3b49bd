/**
 * Cases on worker threads: so many at a time, the long ones first, reports as they come. Threads stay for later runs, since a
 * warm one answers sooner, and none keeps the process alive when it has nothing to do.
 */
import {setMaxListeners} from 'node:events';
import type {ResourceLimits} from 'node:worker_threads';
import {builtFile} from '../machine/built-file.ts';
import type {CaseJob, CaseProgress, CaseReport} from './case.ts';
import type {CaseImage} from './case-server.ts';
import {type JobEnd, type PoolThread, startThread} from './pool-thread.ts';

export interface PoolOptions {
	/** Script of the threads. Default: `dist/explore-worker.js`. */
	script?: string | URL;
	/** Limits of each thread's JavaScript memory; the tables of a search are not part of it. Default: Node's. */
	resourceLimits?: ResourceLimits;
}

/** One run of some jobs. */
export interface PoolRun {
	/** Threads at most; also with 1 the caller's own thread stays free. */
	workers: number;
	/** Gives the image of an architecture; asked once for each. A rejection becomes the error of the cases that need it. */
	images(arch: string): CaseImage | Promise<CaseImage>;
	/** A case is finished. `done` counts it. */
	report?(report: CaseReport, done: number): void;
	/** How far a case is, at most ten times a second each. */
	progress?(state: CaseProgress, done: number): void;
	/** Ends the run at once. */
	signal?: AbortSignal;
	/** Seconds a job is thought to take, null if nobody knows. Default: what it took in this pool before. */
	seconds?(job: CaseJob): number | null;
}

/** A pool of threads. */
export interface Pool {
	/**
	 * Runs jobs and resolves with their reports, in the order of the jobs; after `signal`, with those of the finished ones. A job that throws, or
	 * whose thread ends, has a report with `error`. Rejects when there is no script to run.
	 */
	run(jobs: readonly CaseJob[], run: PoolRun): Promise<CaseReport[]>;
	/** Ends all threads and runs. */
	close(): Promise<void>;
}

/** A thread that was told to end its job has so long. */
const graceMilliseconds = 1_000;

/** Creates a pool. Threads start when they are needed. */
export function createPool({script, resourceLimits = {}}: PoolOptions = {}): Pool {
	const threads = new Set<PoolThread>();
	const idle: PoolThread[] = [];
	const closing = new AbortController();
	/** Seconds that cases took, by `keyOf`. */
	const took = new Map<string, number>();

	const takeThread = (): PoolThread => {
		for (let thread = idle.pop(); thread; thread = idle.pop()) {
			thread.hold(true);
			if (thread.alive) return thread;
			threads.delete(thread);
		}
		const thread = startThread(script ?? builtFile('explore-worker.js'), resourceLimits);
		threads.add(thread);
		return thread;
	};
	const giveBack = (thread: PoolThread) => {
		thread.hold(false);
		if (thread.alive) idle.push(thread);
		else threads.delete(thread);
	};

	return {
		async run(jobs, run) {
			const {report, progress, signal} = run;
			const reports: (CaseReport | undefined)[] = jobs.map(() => undefined);
			const finished = () => reports.filter(one => one !== undefined);
			const broken = new AbortController();
			const ends = AbortSignal.any([closing.signal, broken.signal, ...(signal ? [signal] : [])]);
			// One for each thread, however many those are.
			setMaxListeners(0, ends);
			if (ends.aborted || jobs.length === 0) return [];
			const queue = order(jobs, job => run.seconds?.(job) ?? took.get(keyOf(job)) ?? null);
			const images = new Map<string, Promise<CaseImage>>();
			const imageOf = (arch: string) => {
				const image = images.get(arch) ?? Promise.resolve(arch).then(run.images);
				images.set(arch, image);
				return image;
			};
			let done = 0;

			/** Runs one job on a thread; undefined when the run ended meanwhile. */
			const runJob = async (job: CaseJob, thread: PoolThread): Promise<CaseReport | undefined> => {
				const started = performance.now();
				let end: JobEnd;
				try {
					const image = await imageOf(job.arch);
					if (ends.aborted) return undefined;
					end = await thread.run(job, image, state => {
						if (!ends.aborted) progress?.(state, done);
					});
				} catch (error) {
					end = {kind: 'failed', text: error instanceof Error ? error.message : String(error)};
				}
				if (ends.aborted) return undefined;
				const seconds = (performance.now() - started) / 1000;
				took.set(keyOf(job), seconds);
				return end.kind === 'report' ? end.report : errorReport(job, end.text, seconds);
			};

			/** Takes one job after the other from the queue, on one thread as long as that lives. */
			const work = async (): Promise<void> => {
				let thread = takeThread();
				const stop = () => {
					thread.cancel(graceMilliseconds);
					thread.hold(false);
				};
				ends.addEventListener('abort', stop);
				try {
					for (let next = queue.shift(); next !== undefined && !ends.aborted; next = queue.shift()) {
						if (!thread.alive) {
							threads.delete(thread);
							thread = takeThread();
						}
						const found = await runJob(jobs[next] as CaseJob, thread);
						if (!found) break;
						reports[next] = found;
						done++;
						report?.(found, done);
					}
				} finally {
					ends.removeEventListener('abort', stop);
					giveBack(thread);
				}
			};

			const workers = Math.max(1, Math.min(run.workers, jobs.length));
			const all = Promise.all(Array.from({length: workers}, work));
			// Where one thread's work throws, such as the caller's own `report`, the others have no reason to go on.
			all.catch(() => broken.abort());
			await Promise.race([all, aborted(ends)]);
			return finished();
		},
		async close() {
			closing.abort();
			idle.length = 0;
			await Promise.all([...threads].map(thread => thread.terminate()));
			threads.clear();
		},
	};
}

let shared: Pool | null = null;

/** Runs jobs on the pool that this process keeps. */
export function runOnPool(jobs: readonly CaseJob[], run: PoolRun): Promise<CaseReport[]> {
	shared ??= createPool();
	return shared.run(jobs, run);
}

/** A report of a case that could not be run. */
export function errorReport(job: CaseJob, error: string, seconds = 0): CaseReport {
	const {scenario, arch, variant, options} = job;
	return {
		scenario,
		arch,
		variant,
		verdict: 'bounded',
		expected: 'open',
		expectedProperty: null,
		property: null,
		states: 0,
		transitions: 0,
		seconds,
		memoryModel: 'sc',
		trace: [],
		cycle: [],
		claims: [],
		reference: '',
		text: '',
		where: [],
		shortest: false,
		token: null,
		finals: 0,
		depth: 0,
		limit: null,
		environment: [...(options.environment ?? [])],
		processes: [],
		reduction: 'none',
		sampled: null,
		shard: options.shard,
		outcomes: [],
		properties: [],
		error,
	};
}

/** Indices of the jobs, the longest first. One that nobody knows counts as the average. */
function order(jobs: readonly CaseJob[], secondsOf: (job: CaseJob) => number | null): number[] {
	const seconds = jobs.map(secondsOf);
	const known = seconds.filter(one => one !== null);
	const average = known.reduce((sum, one) => sum + one, 0) / Math.max(1, known.length);
	const guess = (index: number) => seconds[index] ?? average;
	return jobs.map((_, index) => index).sort((a, b) => guess(b) - guess(a));
}

function keyOf({scenario, arch, variant, options, token}: CaseJob): string {
	return JSON.stringify([scenario, arch, variant, options, token]);
}

function aborted(signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), {once: true});
	});
}
