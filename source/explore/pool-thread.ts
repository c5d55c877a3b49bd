/** One worker thread of the pool, as the pool sees it: a job at a time, and an answer to each, whatever becomes of the thread. */
import {type ResourceLimits, Worker} from 'node:worker_threads';
import type {CaseJob, CaseProgress, CaseReport} from './case.ts';
import type {CaseImage, FromThread, ToThread} from './case-server.ts';

/** What became of a job. */
export type JobEnd = {kind: 'report'; report: CaseReport} | {kind: 'failed'; text: string};

/** A thread. */
export interface PoolThread {
	/** False once the thread has ended, of itself or not. */
	readonly alive: boolean;
	/** Runs a job when the one before is over; never rejects. */
	run(job: CaseJob, image: CaseImage, progress: (state: CaseProgress) => void): Promise<JobEnd>;
	/** Asks it to end its job soon, and ends the thread where it does not in so many milliseconds. Its answer is the same as ever. */
	cancel(milliseconds: number): void;
	/** Whether the process has to stay alive for it. */
	hold(holds: boolean): void;
	terminate(): Promise<void>;
}

/** Starts a thread that runs a script (`case-server.ts`). */
export function startThread(script: string | URL, resourceLimits: ResourceLimits): PoolThread {
	// The script is bundled: it needs none of its parent's loaders.
	const worker = new Worker(script, {execArgv: [], resourceLimits});
	/** Images it has, by architecture. */
	const images = new Map<string, CaseImage>();
	let alive = true;
	let number = 0;
	let current: null | {settle(end: JobEnd): void; progress(state: CaseProgress): void} = null;
	const send = (message: ToThread) => worker.postMessage(message);

	const settle = (end: JobEnd) => {
		const job = current;
		current = null;
		job?.settle(end);
	};
	const die = (reason: string) => {
		alive = false;
		settle({kind: 'failed', text: `the explorer's thread ended: ${reason}`});
	};

	worker.on('message', (message: FromThread) => {
		if (message.number !== number) return;
		if (message.kind === 'progress') current?.progress(message.state);
		else settle(message);
	});
	worker.on('error', error => die(wordsOf(error)));
	worker.on('messageerror', error => {
		die(wordsOf(error));
		void worker.terminate();
	});
	worker.on('exit', code => die(`exit code ${code}`));

	return {
		get alive() {
			return alive;
		},
		run(job, image, progress) {
			return new Promise(resolve => {
				if (!alive) {
					resolve({kind: 'failed', text: "the explorer's thread has ended"});
					return;
				}
				number++;
				current = {settle: resolve, progress};
				if (images.get(job.arch) !== image) {
					images.set(job.arch, image);
					send({kind: 'init', images: [{arch: job.arch, image}]});
				}
				send({kind: 'job', number, job});
			});
		},
		cancel(milliseconds) {
			if (!alive || !current) return;
			const job = current;
			send({kind: 'cancel', number});
			const timer = setTimeout(() => {
				if (current === job) void worker.terminate();
			}, milliseconds);
			timer.unref();
		},
		hold(holds) {
			if (holds) worker.ref();
			else worker.unref();
		},
		async terminate() {
			await worker.terminate();
		},
	};
}

function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'it ran out of memory';
	return error.message.split('\n', 1)[0] ?? '';
}
