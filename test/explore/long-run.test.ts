/** Runs without an end whose states never come back. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isLongRun} from '../../source/explore/long-run.ts';
import {explore} from '../../source/explore/search.ts';
import {createStepper} from '../../source/explore/stepper.ts';
import {replay} from '../../source/explore/trace.ts';
import {stepImage} from './step-helpers.ts';

const processes = ['waits', 'counts'].map(name => ({function: name, argument: 0}));

test('a process that counts for ever is an endless loop, shown by its first steps', async () => {
	const image = await stepImage(
		`volatile u32 word, ready;
		void waits(void) { ready = 1; }
		void counts(void) { while (!ready) ; for (;;) word++; }
		void ends(void) { for (u32 i = 0; i < 2000; i++) word++; }`,
		['waits', 'counts', 'ends'],
	);
	const stepper = createStepper({image, processes});
	const {verdict, failure, states} = explore(stepper);
	assert.equal(verdict, 'violated');
	assert.equal(failure?.failure.property, 'endless-loop');
	assert.equal(failure?.failure.process, 1);
	assert.ok(states < 20_000, `found after ${states} states`);
	const {schedule = []} = failure ?? {};
	assert.ok(schedule.length < 30, `${schedule.length} steps`);
	assert.equal(schedule[0]?.process, 0, 'what leads to the run is there');
	assert.equal(replay(stepper, schedule).end, 'complete');
	assert.equal(isLongRun(stepper, 1), true, 'from its end on the process goes on by itself');

	// Long is not endless.
	const ends = createStepper({image, processes: [{function: 'ends', argument: 0}]});
	assert.equal(isLongRun(ends, 0), false);
	assert.equal(explore(ends).verdict, 'holds');
});
