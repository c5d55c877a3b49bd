import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {compileImage, type ImageStore} from '../../source/machine/image-store.ts';
import type {Machine, MachineOptions} from '../../source/machine/lab.ts';
import * as engine from '../../source/machine/start-machine.ts';
import {fakeImage} from './fake-image.ts';
import {until} from './until.ts';

const little: ImageStore = () => compileImage(fakeImage('x86_64', false));
const big: ImageStore = () => compileImage(fakeImage('x86_64', true));

/** Starts a machine that is stopped when the test ends, however it ends. */
async function startMachine(context: TestContext, of: MachineOptions, store: ImageStore): Promise<Machine> {
	const machine = await engine.startMachine(of, store);
	context.after(() => machine.stop());

	return machine;
}

function untilHanging(machine: Machine): Promise<void> {
	return until('both CPUs hang', () => machine.snapshot().cpus.every(({state}) => state === 'program'));
}

function options(changes: Partial<MachineOptions>): MachineOptions {
	return {
		arch: 'x86_64',
		variant: 'works',
		cpus: 2,
		seed: 1,
		chaos: 0,
		programs: ['first'],
		violationThreshold: 0,
		...changes,
	};
}

for (const {name, store} of [
	{name: 'little-endian', store: little},
	{name: 'big-endian', store: big},
]) {
	test(`a ${name} machine runs, pauses, resumes and stops`, async context => {
		const machine = await startMachine(context, options({}), store);
		const total = () => machine.snapshot().counters.operations;
		await until('both CPUs have done operations', () =>
			machine.snapshot().perCpu.every(counters => counters.operations > 0),
		);

		const books = await machine.pause();
		assert.deepEqual(
			books.lines.filter(line => !line.ok),
			[],
		);
		const paused = machine.snapshot();
		assert.equal(paused.state, 'paused');
		assert.equal(total(), paused.counters.operations);

		machine.resume();
		assert.equal(machine.snapshot().state, 'running');
		await until('operations go on', () => total() > paused.counters.operations);

		await machine.stop();
		const stopped = machine.snapshot();
		assert.equal(stopped.state, 'stopped');
		assert.equal(stopped.failure, null);
		assert.ok(stopped.counters.operations > paused.counters.operations);
		assert.equal(stopped.books?.balanced, true);
	});
}

test('pause and resume many times in a row end in the last state asked for', async context => {
	const machine = await startMachine(context, options({}), little);
	const pauses = [];

	for (let round = 0; round < 20; round++) {
		pauses.push(machine.pause());
		machine.resume();
	}

	await Promise.all(pauses);
	await machine.pause();
	assert.equal(machine.snapshot().state, 'paused');
	machine.resume();
	assert.equal(machine.snapshot().state, 'running');
	await machine.stop();
});

test('programs are loaded, taken off and loaded again', async context => {
	const machine = await startMachine(context, options({}), little);
	const states = () => machine.snapshot().programs.map(({id, state}) => `${id} ${state}`);
	assert.deepEqual(states(), ['first loaded', 'second absent']);
	machine.inject('second');
	machine.remove('first');
	assert.deepEqual(states(), ['first stopped', 'second loaded']);
	assert.deepEqual(machine.snapshot().options.programs, ['second']);
	machine.inject('first');
	assert.deepEqual(states(), ['first loaded', 'second loaded']);
	assert.throws(() => machine.inject('third'), /unknown program third: there are first, second/);
	await machine.stop();
});

test('a restart boots anew with changed options', async context => {
	const machine = await startMachine(context, options({}), little);
	await until('operations are done', () => machine.snapshot().counters.operations > 1000);
	await machine.pause();
	const restarted = machine.restart({cpus: 3, programs: ['second']});
	await restarted;
	const snapshot = machine.snapshot();
	assert.equal(snapshot.state, 'running');
	assert.equal(snapshot.books, null);
	assert.equal(snapshot.cpus.length, 3);
	assert.deepEqual(snapshot.options.programs, ['second']);
	await assert.rejects(machine.restart({variant: 'none'}), /unknown variant none/);
	assert.equal(machine.snapshot().state, 'running');
	await machine.stop();
});

const wrong: {changes: Partial<MachineOptions>; message: RegExp}[] = [
	{changes: {variant: 'V9'}, message: /unknown variant V9: there are works, /},
	{changes: {programs: ['none']}, message: /unknown program none/},
	{changes: {cpus: 0}, message: /cpus is 0: it must be a whole number from 1 to 8/},
	{changes: {cpus: 9}, message: /cpus is 9/},
	{changes: {seed: -1}, message: /seed is -1/},
	{changes: {chaos: 1025}, message: /chaos is 1025/},
	{changes: {violationThreshold: 0.5}, message: /violationThreshold is 0.5/},
];

for (const {changes, message} of wrong) {
	test(`options ${JSON.stringify(changes)} are refused`, async context => {
		await assert.rejects(startMachine(context, options(changes), little), message);
	});
}

test('what the engine stops counts as an oops and the CPU goes on', async context => {
	const machine = await startMachine(context, options({variant: 'breaks', cpus: 1}), little);
	machine.inject('second');
	await until('three oopses', () => machine.snapshot().counters.oopses >= 3);
	const books = await machine.pause();
	assert.equal(books.balanced, true);
	const {counters} = machine.snapshot();
	assert.ok(counters.operations >= counters.oopses);
	const [first] = machine.stream(0);
	assert.equal(first?.kind, 'oops');
	assert.equal(first?.cpu, 0);
	assert.match(first?.text ?? '', /Oops: access outside of memory.*\nunreachable/s);
	await machine.stop();
});

test('a CPU that traps again and again without progress is lost', async context => {
	const machine = await startMachine(context, options({variant: 'oopses'}), little);
	machine.inject('second');
	await until('the machine fails', () => machine.snapshot().state === 'failed');
	assert.match(
		machine.snapshot().failure ?? '',
		/^CPU [01]: gives up after \d+ traps in a row; the last: oops \(unhandled_fault\)/,
	);
	await machine.stop();
	assert.equal(machine.snapshot().state, 'failed');
});

test('a CPU that cannot even recover is lost, and a restart heals the machine', async context => {
	const machine = await startMachine(context, options({variant: 'dies'}), little);
	machine.inject('second');
	await until('the machine fails', () => machine.snapshot().state === 'failed');
	assert.match(machine.snapshot().failure ?? '', /^CPU [01]: unreachable/);
	await assert.rejects(machine.pause(), /x86_64 is failed: CPU/);
	await machine.restart({variant: 'works', programs: []});
	assert.equal(machine.snapshot().state, 'running');
	assert.equal(machine.snapshot().failure, null);
	await machine.stop();
});

test('a CPU that never stops is named, ended, and leaves the machine failed', async context => {
	const machine = await startMachine(context, options({variant: 'hangs'}), little);
	machine.inject('second');
	await untilHanging(machine);
	await assert.rejects(
		machine.pause(),
		/x86_64: CPU 0 stuck in program, last seen in spin \(fake.c:7\); CPU 1 stuck/,
	);
	assert.equal(machine.snapshot().state, 'failed');
	await machine.stop();
	assert.ok(machine.snapshot().counters.operations >= 2);
});

test('stopping a machine that hangs ends it all the same', async context => {
	const machine = await startMachine(context, options({variant: 'hangs'}), little);
	machine.inject('second');
	await untilHanging(machine);
	await machine.stop();
	assert.equal(machine.snapshot().state, 'failed');
	assert.match(machine.snapshot().failure ?? '', /stuck/);
	assert.deepEqual(machine.arenaMap(2, 4), [
		{entry: 'none', heat: 'none'},
		{entry: 'none', heat: 'none'},
	]);
});

test('a machine that does not boot is refused with the reason', async context => {
	await assert.rejects(
		startMachine(context, options({variant: 'never-boots'}), little),
		/^Error: x86_64 did not start: CPU 0: kernel BUG at line 9/,
	);
});
