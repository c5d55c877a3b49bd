/**
 * The thread of one emulated CPU. It runs quanta of kernel operations while the request word says so, stands still on a
 * futex when paused, and brings the CPU back after a trap. It never waits for the main thread except at the gate and on
 * the request word.
 */
import {isMainThread, parentPort, workerData} from 'node:worker_threads';
import {type CpuMessage, type CpuWorkerData, gateIndex, request, status} from './cpu-protocol.ts';
import {createInstance, TrapError, trapCodes} from './instance.ts';
import {counterSlots, cpuWords, streamRecords, streamRecordWords} from './layout.ts';
import {swapBytes, wordInMemory} from './memory-reader.ts';
import {type CounterId, counterIds, oopsKinds, streamKinds} from './vocabulary.ts';

/** A quantum aims at so many milliseconds: long against the cost of leaving the code, short against a key press. */
const quantumMilliseconds = 4;
const firstBudget = 64;
const largestBudget = 1 << 20;
/** So many recoveries without one finished operation mean that the CPU cannot go on. */
const recoveryLimit = 10_000;

/** Runs the CPU until it is told to stop or cannot go on. */
function runCpu(data: CpuWorkerData): void {
	const machine = createInstance(data.module, data.memory);
	const stackTop = data.stackTop ?? machine.stack_pointer.value;
	const words = new Int32Array(data.memory.buffer);
	const requestIndex = data.addresses.control >>> 2;
	machine.stack_pointer.value = stackTop;
	machine.cpu.value = data.cpu;
	machine.variant.value = data.variant;

	if (data.cpu === 0) {
		machine.machine_boot(data.cpus, data.seed);
		setStatus(data, status.booted);
	}

	Atomics.wait(data.status, gateIndex, 0);
	machine.cpu_online(data.cpu);
	setStatus(data, status.running);

	let budget = firstBudget;
	let recoveries = 0;
	let doneBefore = operationsDone(data);

	for (;;) {
		const wanted = wordInMemory(Atomics.load(words, requestIndex), data.bigEndian);

		if (wanted === request.stop) {
			setStatus(data, status.stopped);
			return;
		}

		if (wanted === request.pause) {
			standStill(data, words, requestIndex);
			continue;
		}

		try {
			const begin = performance.now();
			machine.cpu_run(budget);
			budget = nextBudget(budget, performance.now() - begin);
		} catch (error) {
			const done = operationsDone(data);
			recoveries = done === doneBefore ? recoveries + 1 : 0;
			doneBefore = done;

			if (recoveries > recoveryLimit) {
				throw new Error(`gives up after ${recoveries} traps in a row; the last: ${describe(error)}`);
			}

			machine.stack_pointer.value = stackTop;
			machine.cpu_recover(trapCode(error, data, words));
		}
	}
}

/** Operations of the next quantum, from how long this one took. At most doubles, so that one short quantum misleads little. */
function nextBudget(budget: number, milliseconds: number): number {
	const wanted = milliseconds > 0 ? Math.round((budget * quantumMilliseconds) / milliseconds) : largestBudget;

	return Math.max(1, Math.min(wanted, budget * 2, largestBudget));
}

function standStill(data: CpuWorkerData, words: Int32Array, requestIndex: number): void {
	const paused = wordInMemory(request.pause, data.bigEndian);
	setStatus(data, status.standing);

	while (Atomics.load(words, requestIndex) === paused) {
		Atomics.wait(words, requestIndex, paused);
	}

	// The request is read again before any code runs: a pause asked for just now finds either this word
	// or a CPU that goes back to standing without having touched the memory.
	Atomics.store(data.status, data.cpu, status.running);
}

function setStatus(data: CpuWorkerData, value: number): void {
	Atomics.store(data.status, data.cpu, value);
	send({kind: 'status'});
}

/** The code for `cpu_recover`; what the kernel has no record of is entered as an oops first. */
function trapCode(error: unknown, data: CpuWorkerData, words: Int32Array): number {
	if (error instanceof TrapError) {
		if (error.code === trapCodes.bug || error.code === trapCodes.labError) {
			enterOops(data, words, describe(error));
		}

		return error.code;
	}

	if (!(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError)) {
		throw error;
	}

	enterOops(data, words, describe(error));

	return trapCodes.oops;
}

function enterOops(data: CpuWorkerData, words: Int32Array, text: string): void {
	countOops(data);
	send({kind: 'engineTrap', sequence: recordOops(data, words), text});
}

function countOops(data: CpuWorkerData): void {
	const view = new DataView(data.memory.buffer);
	const little = !data.bigEndian;
	const address = counterAddress(data, 'oopses');
	view.setBigUint64(address, view.getBigUint64(address, little) + 1n, little);
}

function operationsDone(data: CpuWorkerData): bigint {
	return new DataView(data.memory.buffer).getBigUint64(counterAddress(data, 'operations'), !data.bigEndian);
}

function counterAddress({addresses, cpu}: CpuWorkerData, counter: CounterId): number {
	return addresses.counters + (cpu * counterSlots + counterIds.indexOf(counter)) * 8;
}

/** Writes a record the way the kernel does; returns its sequence number. */
function recordOops(data: CpuWorkerData, words: Int32Array): number {
	const {stream, cpus} = data.addresses;
	const turn = data.bigEndian ? swapBytes : (value: number) => value | 0;
	const headIndex = stream >>> 2;
	let head = Atomics.load(words, headIndex);

	for (;;) {
		const seen = Atomics.compareExchange(words, headIndex, head, turn(turn(head) + 1));

		if (seen === head) {
			break;
		}

		head = seen;
	}

	const number = turn(head) >>> 0;
	const record = headIndex + 1 + (number % streamRecords) * streamRecordWords;
	const own = (cpus >>> 2) + data.cpu * cpuWords;
	const fields = [
		turn(streamKinds.indexOf('oops')),
		turn(data.cpu),
		words[own + 1] ?? -1,
		0,
		0,
		words[own + 6] ?? 0,
		turn(oopsKinds.indexOf('bus')),
		words[own + 2] ?? 0,
	];
	Atomics.store(words, record, 0);
	words.set(fields, record + 1);
	Atomics.store(words, record, turn(number + 1));

	return number + 1;
}

/** One line: the message and the innermost functions it came from. */
function describe(error: unknown): string {
	if (!(error instanceof Error)) {
		return String(error);
	}

	const functions = [...(error.stack ?? '').matchAll(/^\s+at (\S+) \(wasm:/gm)].map(match => match[1]);
	const where = functions.length > 0 ? ` in ${functions.slice(0, 4).join(' < ')}` : '';

	return `${error.message}${where}`;
}

function send(message: CpuMessage): void {
	parentPort?.postMessage(message);
}

/** Runs the CPU and turns whatever ends it early into a message. */
function main(data: CpuWorkerData): void {
	try {
		runCpu(data);
	} catch (error) {
		Atomics.store(data.status, data.cpu, status.lost);
		send({kind: 'lost', text: describe(error)});
	}
}

if (!isMainThread) {
	main(workerData as CpuWorkerData);
}
