/** A CPU of the race: the thread that `wasm-race.ts` starts. */
import {parentPort, workerData} from 'node:worker_threads';
import {createInstance} from '../../source/machine/instance.ts';
import type {CpuData, CpuTimes} from './wasm-race.ts';

runCpu(workerData as CpuData);

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
	const times: CpuTimes = {begin, end: Number(process.hrtime.bigint())};
	parentPort?.postMessage(times);
}
