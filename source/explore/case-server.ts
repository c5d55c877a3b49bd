/**
 * The thread's side of the pool: it gets images and jobs, runs one job after the other and answers with reports. While a job runs
 * nothing else does, so messages are fetched whenever the job tells how far it is.
 */
import {type MessagePort, receiveMessageOnPort} from 'node:worker_threads';
import type {CaseJob, CaseProgress, CaseReport} from './case.ts';
import type {StepCode} from './step-instance.ts';

/** An image of one architecture, compiled: the code is shared by all threads that it is sent to. */
export type CaseImage = Extract<StepCode, {module: WebAssembly.Module}>;

/** Runs a job to its end. `progress` may be called as often as it likes; true means that the job has to end soon. */
export type RunCase = (
	image: CaseImage,
	job: CaseJob,
	progress: (state: CaseProgress) => boolean,
) => CaseReport;

/** What the pool tells a thread. Jobs are known by their numbers. */
export type ToThread =
	/** Images for the jobs to come; each takes the place of an earlier one of its architecture. */
	| {kind: 'init'; images: {arch: string; image: CaseImage}[]}
	| {kind: 'job'; number: number; job: CaseJob}
	/** The report is not wanted any more. One comes all the same, sooner. */
	| {kind: 'cancel'; number: number};

/** What a thread tells the pool. To each job there is one `report` or `failed`. */
export type FromThread =
	| {kind: 'progress'; number: number; state: CaseProgress}
	| {kind: 'report'; number: number; report: CaseReport}
	/** The job threw. The thread goes on. */
	| {kind: 'failed'; number: number; text: string};

/** Least milliseconds between two reports of progress. */
const progressEvery = 100;

/** Serves a port until it is closed. */
export function serve(port: MessagePort, runCase: RunCase): void {
	const images = new Map<string, CaseImage>();
	/** Messages that came while a job was running. */
	const inbox: ToThread[] = [];
	const cancelled = new Set<number>();
	const send = (message: FromThread) => port.postMessage(message);

	const fetch = () => {
		for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
			const message = next.message as ToThread;
			if (message.kind === 'cancel') cancelled.add(message.number);
			else inbox.push(message);
		}
	};

	const run = (number: number, job: CaseJob): CaseReport => {
		const image = images.get(job.arch);
		if (!image) throw new Error(`there is no image of ${job.arch}`);
		let last = performance.now();
		return runCase(image, job, state => {
			const now = performance.now();
			if (now - last >= progressEvery) {
				last = now;
				fetch();
				send({kind: 'progress', number, state});
			}
			return cancelled.has(number);
		});
	};

	const handle = (message: ToThread) => {
		switch (message.kind) {
			case 'init':
				for (const {arch, image} of message.images) images.set(arch, image);
				break;
			case 'cancel':
				// Of a job that is over, or of one that was fetched together with this.
				cancelled.add(message.number);
				break;
			case 'job': {
				const {number, job} = message;
				try {
					send({kind: 'report', number, report: run(number, job)});
				} catch (error) {
					send({kind: 'failed', number, text: error instanceof Error ? error.message : String(error)});
				}
				cancelled.delete(number);
				break;
			}
		}
	};

	port.on('message', (message: ToThread) => {
		inbox.push(message);
		for (let next = inbox.shift(); next; next = inbox.shift()) handle(next);
	});
}
