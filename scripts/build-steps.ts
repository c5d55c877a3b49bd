/**
 * The steps of the build. Each gets the root folder and what it made last time, and gives the paths of what it made.
 */
import {
	chmodSync,
	cpSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {Worker} from 'node:worker_threads';
import * as esbuild from 'esbuild';
import {archs} from '../source/arch/index.ts';
import {builtExploreImageIds} from '../source/explore/built-explore-images.ts';
import type {ImageJob, ImageResult} from './build-images.ts';

export type StepName = 'images' | 'worker' | 'bundle' | 'sources';
type Step = (root: string, before: readonly string[]) => Promise<string[]>;

/** Each compiler thread holds its own memory of Clang, some 400 MB. */
const compilerThreads = 2;

export const steps: Record<StepName, Step> = {
	images: buildImages,
	worker: buildWorker,
	bundle: buildBundle,
	sources: copySources,
};

/**
 * `dist/images/<arch>.wasm` and `.json` of every architecture mode, and the same in `dist/explore` of those whose images to
 * explore are built in; in `dist/port`, of every mode, what explores the port scenarios. Two at a time.
 */
async function buildImages(root: string): Promise<string[]> {
	const folders = {run: `${root}dist/images`, explore: `${root}dist/explore`, port: `${root}dist/port`};
	// Shipped, for users who compile C of their own.
	const cache = `${root}dist/llvm`;
	// Also what was made on demand: it is of the sources as they were.
	rmSync(folders.explore, {recursive: true, force: true});
	for (const folder of [...Object.values(folders), cache]) mkdirSync(folder, {recursive: true});
	const jobs = imageJobs(folders, cache);
	const waiting = [...jobs];
	const used = new Set<string>();
	const problems: string[] = [];

	const work = async () => {
		const compiler = startCompiler();

		for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
			const {arch, kind, folder} = job;
			const result = await compiler.build(job);

			for (const key of result.keys) {
				used.add(key);
			}

			if (result.problem === null) {
				const size = kilobytes(`${folder}/${arch}.wasm`);
				say(`image to ${kind} ${arch}: ${size}, ${seconds(result.milliseconds)}`);
			} else {
				problems.push(`${arch}: ${result.problem}`);
			}
		}

		await compiler.end();
	};

	await Promise.all(Array.from({length: Math.min(compilerThreads, waiting.length)}, work));

	if (problems.length > 0) {
		throw new Error(problems.join('\n'));
	}

	for (const file of readdirSync(cache)) {
		if (!used.has(file)) {
			rmSync(`${cache}/${file}`);
		}
	}

	return jobs.flatMap(({arch, kind}) => {
		const folder = {run: 'images', explore: 'explore', port: 'port'}[kind];
		return [`dist/${folder}/${arch}.wasm`, `dist/${folder}/${arch}.json`];
	});
}

/**
 * What there is to build. One architecture of each byte order first: the BPF programs are compiled once for each, by
 * whoever comes first. Then the long ones, so that both threads end at the same time.
 */
function imageJobs(folders: Record<ImageJob['kind'], string>, cache: string): ImageJob[] {
	const first = [archs.find(arch => !arch.bigEndian), archs.find(arch => arch.bigEndian)].flatMap(
		arch => arch?.id ?? [],
	);
	const rest = archs.map(({id}) => id).filter(id => !first.includes(id));
	const job = (kind: ImageJob['kind']) => (arch: string) => ({arch, kind, folder: folders[kind], cache});

	return [
		...first.map(job('run')),
		...builtExploreImageIds.map(job('explore')),
		...rest.map(job('run')),
		...archs.map(({id}) => id).map(job('port')),
	];
}

/** A thread that builds one image after another. */
function startCompiler() {
	const worker = new Worker(new URL('./build-images-thread.mjs', import.meta.url), {execArgv: []});

	return {
		build: (job: ImageJob) =>
			new Promise<ImageResult>((resolve, reject) => {
				const onExit = (code: number) => reject(new Error(`the compiler thread ended (${code})`));
				worker.once('exit', onExit);
				worker.once('error', reject);
				worker.once('message', (result: ImageResult) => {
					worker.off('exit', onExit);
					worker.off('error', reject);
					resolve(result);
				});
				worker.postMessage(job);
			}),
		end: () => worker.terminate(),
	};
}

/** What every bundle has in common. */
const bundleOptions = {
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node20',
	minify: false,
	metafile: true,
	logLevel: 'warning',
	define: {'process.env.NODE_ENV': '"production"'},
	external: ['@yowasp/clang', 'binaryen'],
} as const satisfies esbuild.BuildOptions;

/** `dist/cpu-worker.js` and `dist/explore-worker.js`, the scripts of the emulated CPUs' and of the explorer's threads. */
async function buildWorker(root: string): Promise<string[]> {
	const entryPoints = {
		'cpu-worker': 'source/machine/cpu-worker.ts',
		'explore-worker': 'source/explore/explore-worker.ts',
	};
	const {metafile} = await esbuild.build({
		...bundleOptions,
		absWorkingDir: root,
		outdir: 'dist',
		entryPoints,
	});
	say('workers: bundled');

	return Object.keys(metafile.outputs);
}

/** `dist/cli.js` with its chunks. */
async function buildBundle(root: string, before: readonly string[]): Promise<string[]> {
	const begin = performance.now();
	const {metafile} = await esbuild.build({
		...bundleOptions,
		absWorkingDir: root,
		outdir: 'dist',
		entryPoints: {cli: 'cli.tsx'},
		// Commands without a terminal UI then load no chunk with Ink in it.
		splitting: true,
		chunkNames: 'chunk-[hash]',
		plugins: [emptyModule('react-devtools-core')],
		banner: {
			js: "import {createRequire as createBundleRequire} from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
		},
	});
	const outputs = Object.keys(metafile.outputs);

	for (const path of before.filter(path => !outputs.includes(path))) {
		rmSync(`${root}${path}`, {force: true});
	}

	makeExecutable(`${root}dist/cli.js`);
	say(`bundle: ${outputs.length} files, ${seconds(performance.now() - begin)}`);

	return outputs;
}

/** Stands in for a package that is named but never wanted. */
function emptyModule(name: string): esbuild.Plugin {
	return {
		name: `empty ${name}`,
		setup(build) {
			build.onResolve({filter: new RegExp(`^${name}$`)}, ({path}) => ({path, namespace: 'empty'}));
			build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {};'}));
		},
	};
}

function makeExecutable(path: string): void {
	const text = readFileSync(path, 'utf8');

	if (!text.startsWith('#!')) {
		writeFileSync(path, `#!/usr/bin/env node\n${text}`);
	}

	chmodSync(path, 0o755);
}

/** `dist/kernel-sources/`: the C that users' own files are compiled with. */
async function copySources(root: string): Promise<string[]> {
	const target = `${root}dist/kernel-sources`;
	rmSync(target, {recursive: true, force: true});

	for (const folder of ['kernel', 'programs', 'arch', 'scenarios']) {
		cpSync(`${root}source/${folder}`, `${target}/${folder}`, {
			recursive: true,
			filter: path => statSync(path).isDirectory() || /\.[ch]$/.test(path),
		});
	}

	say('sources: copied');

	return ['dist/kernel-sources'];
}

function say(line: string): void {
	console.error(`build: ${line}`);
}

function kilobytes(path: string): string {
	return `${Math.round(statSync(path).size / 1024)} kB`;
}

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
