/** The UI on a fake session with an explorer in the hands of the test, up to where there is something to look at. */
import assert from 'node:assert/strict';
import {createFakeExplore, type FakeExplore} from './fake-explore.ts';
import {createStage, type Stage} from './stage.ts';

export const escapeKey = '\u001B';
export const pageDown = '\u001B[6~';
export const end = '\u001B[F';
export const verdictsView = '\u001B3';

/** The UI with an explorer, and counters on the screen that a scenario explains. */
export const raise = async (
	columns: number,
	rows: number,
	options: Parameters<typeof createStage>[2] = {},
): Promise<{stage: Stage; explore: FakeExplore}> => {
	const explore = createFakeExplore();
	const stage = await createStage(columns, rows, {explore: explore.choice, ...options});
	const [first] = stage.session.fakes;
	assert.ok(first !== undefined);
	first.counters = {stale_uses: 1234, corruptions: 2};
	await stage.play(4);
	return {stage, explore};
};

/** The same with every case of the first machine finished. */
export const raiseFinished = async (...args: Parameters<typeof raise>): ReturnType<typeof raise> => {
	const raised = await raise(...args);
	await raised.stage.type('x');
	raised.explore.run().finish(99);
	raised.explore.run().end();
	await raised.stage.settle();
	return raised;
};

/** The terminal's lines as one text. */
export const text = (stage: Stage): string => stage.grid().join('\n');
