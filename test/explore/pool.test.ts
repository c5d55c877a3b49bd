import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {pathToFileURL} from 'node:url';
import {MessageChannel, type MessagePort} from 'node:worker_threads';
import {buildSync} from 'esbuild';
import type {CaseJob, CaseProgress, CaseReport} from '../../source/explore/case.ts';
import {type CaseImage, type FromThread, serve} from '../../source/explore/case-server.ts';
import {createPool, errorReport, type Pool, type PoolRun} from '../../source/explore/pool.ts';

/** `(module (func (export "answer") (result i32) i32.const 42))` */
const answerCode = new Uint8Array([
	0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 10, 1, 6, 97, 110, 115, 119, 101, 114,
	0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
]);

const imageOf = (arch: string): CaseImage => ({
	module: new WebAssembly.Module(answerCode),
	// All the fake cases look at.
	manifest: {arch} as CaseImage['manifest'],
});

const jobOf = (scenario: string, variant = 'v'): CaseJob => ({
	scenario,
	arch: 'x86_64',
	variant,
	options: {
		reduction: true,
		limits: {},
		outcomes: false,
		simulate: null,
		shard: null,
		environment: null,
	},
});

const namesOf = (reports: readonly CaseReport[]) => reports.map(report => report.scenario + report.variant);

describe('pool', () => {
	const folder = mkdtempSync(join(tmpdir(), 'ptelab-pool-'));
	const script = new URL('./support/fake-worker.mjs', import.meta.url);
	let pool: Pool;
	before(() => {
		const outfile = join(folder, 'serve.mjs');
		const entryPoints = [new URL('../../source/explore/case-server.ts', import.meta.url).pathname];
		buildSync({entryPoints, outfile, bundle: true, format: 'esm', platform: 'node'});
		process.env.PTELAB_TEST_SERVE = pathToFileURL(outfile).href;
		pool = createPool({script, resourceLimits: {maxOldGenerationSizeMb: 24}});
	});
	after(async () => {
		await pool.close();
		rmSync(folder, {recursive: true});
	});
	const run = (jobs: readonly CaseJob[], options: Partial<PoolRun> = {}) =>
		pool.run(jobs, {workers: 2, images: imageOf, ...options});

	it('runs each job on the image of its architecture, and gives the reports in the order of the jobs', async () => {
		const jobs = [jobOf('long'), {...jobOf('quick'), arch: 'arm64'}, jobOf('quick', 'w')];
		const seen: [string, number][] = [];
		const reports = await run(jobs, {
			report: (report, done) => seen.push([report.scenario + report.variant, done]),
		});
		assert.deepEqual(namesOf(reports), ['longv', 'quickv', 'quickw']);
		assert.deepEqual(
			reports.map(report => [report.text, report.transitions]),
			[
				['x86_64', 42],
				['arm64', 42],
				['x86_64', 42],
			],
		);
		// As they come: the long one last.
		assert.deepEqual(seen, [
			['quickv', 1],
			['quickw', 2],
			['longv', 3],
		]);
	});

	it('starts the long ones first, as far as anybody knows', async () => {
		const seen: string[] = [];
		const seconds: Record<string, number> = {a: 1, c: 9, d: 4};
		const jobs = ['a', 'b', 'c', 'd'].map(variant => jobOf('quick', variant));
		const estimate = ({variant}: CaseJob) => seconds[variant] ?? null;
		const reports = await run(jobs, {
			workers: 1,
			seconds: estimate,
			report: ({variant}) => seen.push(variant),
		});
		// Unknown is average, 4.67.
		assert.deepEqual([seen.join(''), namesOf(reports).join()], ['cbda', 'quicka,quickb,quickc,quickd']);
	});

	it('knows by itself what a case took before', async () => {
		const jobs = [jobOf('quick', 'k'), jobOf('long', 'k')];
		await run(jobs, {workers: 1});
		const seen: string[] = [];
		await run(jobs, {workers: 1, report: ({scenario}) => seen.push(scenario)});
		assert.deepEqual(seen, ['long', 'quick']);
	});

	it('tells how far a case is, not too often, and keeps the caller free with one worker', async () => {
		const states: CaseProgress[] = [];
		let beats = 0;
		const timer = setInterval(() => beats++, 10);
		await run([jobOf('long')], {workers: 1, progress: state => states.push(state)});
		clearInterval(timer);
		assert.ok(states.length >= 1 && states.length <= 4, `${states.length} in 350 ms`);
		assert.equal(states[0]?.scenario, 'long');
		assert.ok(beats >= 5, `${beats} beats`);
	});

	it('makes a report of a case that throws, ends its thread or eats all memory, and goes on', async () => {
		const names = ['throws', 'exits', 'memory', 'quick', 'exits', 'quick'];
		const reports = await run(names.map((name, index) => jobOf(name, `${index}`)));
		assert.deepEqual(
			reports.map(report => report.error),
			[
				'no such luck',
				"the explorer's thread ended: exit code 3",
				"the explorer's thread ended: it ran out of memory",
				undefined,
				"the explorer's thread ended: exit code 3",
				undefined,
			],
		);
		assert.deepEqual(
			reports.filter(report => report.error).map(report => report.verdict),
			['bounded', 'bounded', 'bounded', 'bounded'],
		);
	});

	it('survives a thread that breaks between two jobs', async () => {
		const [first] = await run([jobOf('later')], {workers: 1});
		assert.equal(first?.error, undefined);
		await new Promise(resolve => setTimeout(resolve, 100));
		const [second] = await run([jobOf('quick')], {workers: 1});
		assert.equal(second?.error, undefined);
	});

	it('makes the error of an image that of its cases', async () => {
		const images = (arch: string) => {
			if (arch === 'none') throw new Error('there is no image of none');
			return imageOf(arch);
		};
		const reports = await run([{...jobOf('quick'), arch: 'none'}, jobOf('quick')], {images});
		assert.deepEqual(
			reports.map(report => report.error),
			['there is no image of none', undefined],
		);
	});

	for (const name of ['endless', 'deaf']) {
		it(`stops at once with what is done: ${name}`, async () => {
			const abort = new AbortController();
			const late: string[] = [];
			const jobs = [jobOf(name), jobOf('quick'), jobOf(name, 'w'), jobOf('quick', 'never')];
			let stopped = 0;
			const reports = await run(jobs, {
				signal: abort.signal,
				report(report) {
					if (stopped > 0) late.push(report.scenario);
					setTimeout(() => {
						stopped = performance.now();
						abort.abort();
					}, 150);
				},
			});
			assert.ok(performance.now() - stopped < 500, 'at once');
			assert.deepEqual(namesOf(reports), ['quickv']);
			// Threads that were told to end, or ended, take new cases.
			assert.deepEqual(namesOf(await run([jobOf('quick', 'x'), jobOf('quick', 'y')])), ['quickx', 'quicky']);
			assert.deepEqual(late, []);
		});
	}

	it('runs nothing when it is stopped before', async () => {
		assert.deepEqual(await run([jobOf('quick')], {signal: AbortSignal.abort()}), []);
		assert.deepEqual(await run([]), []);
	});

	it('rejects when the caller throws', async () => {
		const report = () => {
			throw new Error('not mine');
		};
		await assert.rejects(run([jobOf('quick'), jobOf('endless')], {report}), /not mine/);
	});

	it('ends its runs when it is closed', async () => {
		const other = createPool({script});
		setTimeout(() => void other.close(), 300);
		const reports = await other.run([jobOf('quick'), jobOf('endless')], {workers: 1, images: imageOf});
		assert.deepEqual(namesOf(reports), ['quickv']);
		assert.deepEqual(await other.run([jobOf('quick')], {workers: 1, images: imageOf}), []);
	});
});

describe('the loop of a thread', () => {
	/** Answers to some messages, until so many came. */
	const answers = (port: MessagePort, count: number) =>
		new Promise<FromThread[]>(resolve => {
			const list: FromThread[] = [];
			port.on('message', (message: FromThread) => {
				if (list.push(message) === count) resolve(list);
			});
		});
	const state: CaseProgress = {
		...jobOf('any'),
		pass: 'walk',
		states: 1,
		rate: 1,
		depth: 1,
		left: 0,
		secondsLeft: null,
	};

	it('fetches a cancel while a job runs, and the next job after it', async () => {
		const {port1, port2} = new MessageChannel();
		const ended: boolean[] = [];
		serve(port2, (_image, job, progress) => {
			const end = performance.now() + 5_000;
			let wanted = true;
			while (job.scenario === 'turns' && wanted && performance.now() < end) wanted = !progress(state);
			ended.push(wanted);
			return errorReport(job, job.scenario);
		});
		const all = answers(port1, 4);
		port1.postMessage({kind: 'init', images: [{arch: 'x86_64', image: imageOf('x86_64')}]});
		port1.postMessage({kind: 'job', number: 1, job: jobOf('turns')});
		port1.postMessage({kind: 'cancel', number: 1});
		port1.postMessage({kind: 'job', number: 2, job: jobOf('quick')});
		port1.postMessage({kind: 'job', number: 3, job: {...jobOf('quick'), arch: 'none'}});
		const kinds = (await all).map(message => `${message.kind} ${message.number}`);
		port1.close();
		assert.deepEqual(kinds, ['progress 1', 'report 1', 'report 2', 'failed 3']);
		assert.deepEqual(ended, [false, true]);
	});
});
