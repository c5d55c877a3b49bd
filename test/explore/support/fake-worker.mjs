/**
 * Stands in for `dist/explore-worker.js`: the same loop, from a bundle that the test names in its environment, around cases that only
 * do what their scenario's name says.
 */
import {parentPort} from 'node:worker_threads';

const {serve} = await import(process.env.PTELAB_TEST_SERVE);

/** Says how far it is until it is told to end, or that long. */
function work(job, milliseconds, progress) {
	const end = performance.now() + milliseconds;
	let turns = 0;
	while (performance.now() < end) {
		turns++;
		const {scenario, arch, variant} = job;
		const state = {scenario, arch, variant, pass: 'walk', states: turns, rate: 1, depth: 1, left: 0, secondsLeft: null};
		if (progress(state)) return -turns;
	}
	return turns;
}

const cases = {
	quick: () => 1,
	long: (job, progress) => work(job, 350, progress),
	endless: (job, progress) => work(job, 60_000, progress),
	deaf: job => work(job, 60_000, () => false),
	throws() {
		throw new Error('no such luck');
	},
	exits: () => process.exit(3),
	memory() {
		const kept = [];
		for (;;) kept.push(new Array(10_000).fill(kept.length));
	},
	later(job, progress) {
		// Breaks after the job is over: while the next one runs, as far as the pool can tell.
		setTimeout(() => {
			throw new Error('too late');
		}, 30);
		return work(job, 20, progress);
	},
};

serve(parentPort, (image, job, progress) => {
	const states = cases[job.scenario](job, progress);
	const {answer} = new WebAssembly.Instance(image.module).exports;
	return {...job, states, transitions: answer(), text: image.manifest.arch};
});
