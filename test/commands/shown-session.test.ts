import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {createShownSession} from '../../source/commands/shown-session.ts';
import type {SessionOptions} from '../../source/machine/lab.ts';
import {createFakeLab} from './fake-session.ts';

const options: SessionOptions = {
	archs: ['x86_64', 'arm64'],
	variant: 'VJ',
	cpus: 2,
	seed: 1,
	chaos: 0,
	programs: ['churn'],
	violationThreshold: 0,
};

const states = (session: {machines(): {snapshot(): {state: string}}[]}) =>
	session.machines().map(machine => machine.snapshot().state);

suite('a shown session', () => {
	test('has booting machines before the real one is there', () => {
		const {session} = createShownSession(options);
		assert.deepEqual(session.options(), options);
		assert.deepEqual(states(session), ['booting', 'booting']);
		const [machine] = session.machines();
		assert.equal(machine?.snapshot().perCpu.length, 2);
		assert.equal(machine?.arenaMap(7, 100).length, 7);
		assert.deepEqual(machine?.stream(0), []);
	});

	test('passes on calls that were made before', async () => {
		const lab = createFakeLab();
		const {session, show} = createShownSession(options);
		session.inject('batch');
		const paused = session.pause();
		show(await lab.startSession(options));
		await paused;
		assert.deepEqual(lab.calls, ['start x86_64,arm64 VJ', 'inject batch', 'pause']);
		assert.deepEqual(states(session), ['paused', 'paused']);
	});

	test('shows another session from one moment to the next', async () => {
		const lab = createFakeLab();
		const {session, show} = createShownSession(options);
		show(await lab.startSession(options));
		assert.equal(session.machines().length, 2);
		show(await lab.startSession({...options, archs: ['riscv64']}));
		assert.deepEqual(session.options().archs, ['riscv64']);
	});

	test('says why none will come', async () => {
		const {session, fail} = createShownSession(options);
		fail('no image of arm64');
		await assert.rejects(session.restart(), /no image of arm64/);
		assert.equal(session.machines()[0]?.snapshot().failure, 'no image of arm64');
		await session.stop();
	});
});
