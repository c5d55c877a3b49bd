/** Sessions of machines with the built images: the whole way from C to counters. */
import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {Machine, Session, SessionOptions} from '../../source/machine/lab.ts';
import {startSession} from '../../source/machine/session.ts';
import {until} from './until.ts';

const images = fileURLToPath(new URL('../../dist/images/', import.meta.url));
const archs = ['x86_64', 's390x'];
const missing = archs.filter(arch => !existsSync(`${images}${arch}.wasm`));
const skip = missing.length > 0 ? `no image of ${missing.join(', ')}: run npm run build` : false;

const wellBehaved = ['churn', 'producer-consumer', 'batch'];

function options(changes: Partial<SessionOptions> = {}): SessionOptions {
	return {
		archs,
		variant: 'VJ',
		cpus: 2,
		seed: 7,
		chaos: 0,
		programs: wellBehaved,
		violationThreshold: 0,
		...changes,
	};
}

async function start(context: TestContext, changes: Partial<SessionOptions> = {}): Promise<Session> {
	const session = await startSession(options(changes));
	context.after(() => session.stop());

	return session;
}

function archsOf(session: Session): string[] {
	return session.machines().map(machine => machine.snapshot().options.arch);
}

function installs(machine: Machine): number {
	return machine.snapshot().counters.installs;
}

function allInstall(session: Session, more: number): Promise<void> {
	const before = session.machines().map(installs);

	return until(`${more} more installs on every machine`, () =>
		session.machines().every((machine, index) => installs(machine) >= (before[index] ?? 0) + more),
	);
}

function assertBalanced(session: Session): void {
	for (const machine of session.machines()) {
		const {books, failure, options} = machine.snapshot();
		assert.equal(failure, null);
		assert.deepEqual(
			books?.lines.filter(line => !line.ok),
			[],
			options.arch,
		);
	}
}

test('two architectures race well-behaved programs, and the books balance at every pause', {
	skip,
}, async context => {
	const session = await start(context);
	assert.deepEqual(archsOf(session), archs);

	for (let round = 0; round < 3; round++) {
		await allInstall(session, 300);
		await session.pause();
		assertBalanced(session);
		const before = session.machines().map(installs);
		assert.deepEqual(session.machines().map(installs), before);
		session.resume();
	}

	await session.stop();
	assertBalanced(session);

	for (const machine of session.machines()) {
		const {state, counters, perCpu} = machine.snapshot();
		assert.equal(state, 'stopped');
		assert.ok(perCpu.every(cpu => cpu.operations > 0));
		assert.equal(counters.pages_allocated, counters.installs);
		assert.equal(counters.oopses + counters.violations + counters.double_frees, 0);
	}
});

test('the arena map shows pages, and heat that a look takes away', {skip}, async context => {
	const session = await start(context, {archs: ['s390x']});
	await allInstall(session, 500);
	await session.pause();
	const [machine] = session.machines();
	const cells = machine?.arenaMap(1024, 1024) ?? [];
	assert.ok(cells.some(cell => cell.entry === 'page'));
	assert.ok(cells.some(cell => cell.heat !== 'none'));
	assert.ok(machine?.arenaMap(1024, 1024).every(cell => cell.heat === 'none'));
});

test('an injected program makes the kernel fill in scratch and report it', {skip}, async context => {
	const session = await start(context, {archs: ['x86_64']});
	session.inject('one-past-end');
	const [machine] = session.machines();
	await until('violations are in the stream', () => (machine?.snapshot().counters.violations ?? 0) > 0);
	await session.pause();
	assertBalanced(session);
	const entry = machine?.stream(0).find(({kind}) => kind.startsWith('kernel_'));
	assert.equal(entry?.program, 'one-past-end');
	assert.match(
		entry?.text ?? '',
		/^ERROR: Arena (READ|WRITE) access by the kernel at unmapped address 0xffffc9/,
	);
	assert.match(entry?.location[0]?.function ?? '', /^bpf_kfunc_/);
	assert.ok((machine?.snapshot().counters.scratch_installs ?? 0) > 0);
	assert.deepEqual(session.options().programs, [...wellBehaved, 'one-past-end']);

	session.remove('one-past-end');
	session.resume();
	assert.equal(machine?.snapshot().programs.find(({id}) => id === 'one-past-end')?.state, 'stopped');
});

test('change boots other variants and architectures, and refuses unknown ones', {skip}, async context => {
	const session = await start(context);
	const [first] = session.machines();
	await session.change({variant: 'V0', cpus: 3});
	await allInstall(session, 100);
	await session.change({archs: ['s390x'], chaos: 100});
	assert.deepEqual(archsOf(session), ['s390x']);
	assert.equal(first?.snapshot().state, 'stopped');
	await assert.rejects(session.change({variant: 'V9'}), /unknown variant V9/);
	await assert.rejects(session.change({archs: ['vax']}), /no image of vax/);
	await assert.rejects(session.change({archs: []}), /name at least one/);
	assert.equal(session.options().variant, 'V0');
	await session.change({archs: ['x86_64', 's390x']});
	assert.deepEqual(archsOf(session), ['x86_64', 's390x']);
	await allInstall(session, 100);
	await session.pause();
	assertBalanced(session);
});

test('an unknown architecture starts nothing', {skip}, async () => {
	await assert.rejects(
		startSession(options({archs: ['x86_64', 'vax']})),
		/no image of vax in .*: run npm run build/,
	);
});
