/**
 * Times the race in the lab's own WebAssembly: a thread per CPU, the same number of operations each as the native program.
 */
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import type {Image} from '../../source/compiler/image.ts';
import {createInstance} from '../../source/machine/instance.ts';
import {counterIds} from '../../source/machine/vocabulary.ts';

export interface RaceResult {
	seconds: number;
	/** Sums over all CPUs. */
	installs: number;
	scratch: number;
}

interface CpuData {
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

/** Runs `operations` operations on each of `cpus` CPUs; the time is from the start of the first to the end of the last. */
export async function raceInWasm(
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
	const times: {begin: number; end: number}[] = [];
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
		const worker = new Worker(new URL(import.meta.url), {workerData: data});

		return new Promise<void>((resolve, reject) => {
			worker.on('message', message => {
				times.push(message as {begin: number; end: number});
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

function runCpu({module, memory, cpu, cpus, operations, seed, stackTop, gate}: CpuData): void {
	const machine = createInstance(module, memory);
	machine.stack_pointer.value = stackTop;
	machine.cpu.value = cpu;
	if (cpu === 0) {
		machine.machine_boot(cpus, seed);
		Atomics.store(gate, 1, 1);
		Atomics.notify(gate, 1);
	} else {
		Atomics.wait(gate, 1, 0);
	}
	machine.cpu_online(cpu);
	Atomics.add(gate, 0, 1);
	while (Atomics.load(gate, 0) < cpus) {
		// All start together.
	}
	const begin = Number(process.hrtime.bigint());
	machine.cpu_run(operations);
	parentPort?.postMessage({begin, end: Number(process.hrtime.bigint())});
}

if (!isMainThread && workerData?.gate) {
	runCpu(workerData as CpuData);
}
