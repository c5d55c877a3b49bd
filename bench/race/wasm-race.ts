/**
 * Times the race in the lab's own WebAssembly: a thread per CPU, the same number of operations each as the native program.
 */
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {build} from 'esbuild';
import type {Image} from '../../source/compiler/image.ts';
import {counterIds} from '../../source/machine/vocabulary.ts';

export interface RaceResult {
	seconds: number;
	/** Sums over all CPUs. */
	installs: number;
	scratch: number;
}

/** Start and end of a CPU's run in nanoseconds of the same clock. */
export interface CpuTimes {
	begin: number;
	end: number;
}

/** What a CPU's thread is given. */
export interface CpuData {
	module: WebAssembly.Module;
	memory: WebAssembly.Memory;
	cpu: number;
	cpus: number;
	operations: number;
	seed: number;
	stackTop: number;
	/** [0] CPUs that are ready, [1] the start. */
	gate: Int32Array;
}

/** Makes the threads' script in `folder`, since threads cannot load TypeScript; returns its path. */
export async function buildRaceCpu(folder: string): Promise<string> {
	const outfile = `${folder}/race-cpu.mjs`;
	await build({
		entryPoints: [fileURLToPath(new URL('race-cpu.ts', import.meta.url))],
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		outfile,
	});

	return outfile;
}

/** Runs `operations` operations on each of `cpus` CPUs, each a thread that runs `script`; the time is from the start of the first to the end of the last. */
export async function raceInWasm(
	script: string,
	image: Image,
	cpus: number,
	operations: number,
	seed: number,
): Promise<RaceResult> {
	const {memoryBytes, symbols} = image.manifest;
	const pages = memoryBytes / 65_536;
	const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
	const module = await WebAssembly.compile(image.wasm);
	const gate = new Int32Array(new SharedArrayBuffer(8));
	const stacks = symbols.cpu_stacks!;
	const times: CpuTimes[] = [];
	const workers = Array.from({length: cpus}, (_, cpu) => {
		const data: CpuData = {
			module,
			memory,
			cpu,
			cpus,
			operations,
			seed,
			stackTop: stacks.address + (stacks.size / 8) * (cpu + 1),
			gate,
		};
		const worker = new Worker(script, {workerData: data, execArgv: []});

		return new Promise<void>((resolve, reject) => {
			worker.on('message', message => {
				times.push(message as CpuTimes);
				resolve();
			});
			worker.on('error', reject);
		});
	});
	await Promise.all(workers);

	const counters = symbols.lab_counters!.address;
	const view = new DataView(memory.buffer);
	const total = (id: (typeof counterIds)[number]) => {
		let sum = 0;
		for (let cpu = 0; cpu < cpus; cpu++) {
			sum += Number(view.getBigUint64(counters + (cpu * 64 + counterIds.indexOf(id)) * 8, true));
		}
		return sum;
	};
	const seconds =
		(Math.max(...times.map(time => time.end)) - Math.min(...times.map(time => time.begin))) / 1e9;

	return {seconds, installs: total('installs'), scratch: total('scratch_installs')};
}
