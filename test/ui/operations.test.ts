import assert from 'node:assert/strict';
import test from 'node:test';
import {createOperations} from '../../source/ui/control/operations.ts';
import {createFakeSession} from './helpers/fake-session.ts';

const setUp = () => {
	const session = createFakeSession();
	const pending: string[] = [];
	const errors: string[] = [];
	let done = 0;
	const operations = createOperations(session, {
		onPending: words => pending.push(words.join(' | ')),
		onDone: () => {
			done++;
		},
		onError: (words, error) => errors.push(`${words}: ${error instanceof Error ? error.message : ''}`),
	});
	return {session, operations, pending, errors, done: () => done};
};

test('operations are carried out one after the other', async () => {
	const {session, operations, pending, done} = setUp();
	operations.pause();
	operations.restart();
	operations.resume();
	await operations.settled();
	assert.deepEqual(session.calls, ['pause', 'restart', 'resume']);
	assert.equal(done(), 3);
	assert.deepEqual(pending.at(0), 'pausing');
	assert.deepEqual(pending.at(-1), '');
});

test('changes that wait are put together, and are seen at once in what is wanted', async () => {
	const {session, operations} = setUp();
	session.hold();
	operations.restart();
	operations.change({cpus: 3});
	operations.change({cpus: 4});
	operations.change({variant: 'VM'});
	assert.deepEqual(
		[operations.wanted().cpus, operations.wanted().variant, session.options().cpus],
		[4, 'VM', 2],
	);
	session.release();
	await operations.settled();
	assert.deepEqual(session.calls, ['restart', 'change {"cpus":4,"variant":"VM"}']);
	assert.equal(session.options().cpus, 4);
});

test('a pause that has not begun is undone by its resume, a restart asked for twice is one', async () => {
	const {session, operations} = setUp();
	session.hold();
	operations.change({cpus: 1});
	operations.restart();
	operations.restart();
	operations.pause();
	assert.equal(operations.wantsPause(), true);
	operations.resume();
	assert.equal(operations.wantsPause(), null);
	session.release();
	await operations.settled();
	assert.deepEqual(session.calls, ['change {"cpus":1}', 'restart']);
});

test('a refusal is told and what waits goes on', async () => {
	const {session, operations, errors, done} = setUp();
	session.refuseNext('unknown variant VX');
	operations.change({variant: 'VX'});
	operations.pause();
	await operations.settled();
	assert.deepEqual(errors, ['changing to VX: unknown variant VX']);
	assert.deepEqual([done(), session.options().variant, session.fakes[0]?.state], [1, 'VJ', 'paused']);
});
