import assert from 'node:assert/strict';
import {test} from 'node:test';
import {archs} from '../../source/arch/index.ts';
import {createArenaView} from '../../source/machine/arena-map.ts';
import {makeByHand, mapPages} from './hand-made.ts';

for (const {id} of archs) {
	test(`${id}: a cell per page shows entry and heat, and a look clears the heat`, () => {
		const machine = makeByHand(id);
		machine.map(1, machine.frame(3));
		machine.map(2, machine.frame(0));
		machine.setHeat(1, 'set');
		machine.setHeat(3, 'clear');
		const view = createArenaView(machine.arch, machine.reader);
		assert.deepEqual(view.cells(4, 4), [
			{entry: 'none', heat: 'none'},
			{entry: 'page', heat: 'set'},
			{entry: 'scratch', heat: 'none'},
			{entry: 'none', heat: 'clear'},
		]);
		assert.deepEqual(
			view.cells(4, 4).map(({heat}) => heat),
			['none', 'none', 'none', 'none'],
		);
	});
}

test('a cell for a block of pages shows what is most notable in it', () => {
	const machine = makeByHand('arm64');
	machine.map(0, machine.frame(3));
	machine.map(7, machine.frame(0));
	machine.map(8, machine.frame(4));
	machine.setHeat(2, 'collision');
	machine.setHeat(3, 'set');
	machine.setHeat(9, 'clear');
	assert.deepEqual(createArenaView(machine.arch, machine.reader).cells(2, 16), [
		{entry: 'scratch', heat: 'collision'},
		{entry: 'page', heat: 'clear'},
	]);
});

test('every page of the map is in one cell, whatever their number', () => {
	const machine = makeByHand('x86_64');

	for (let page = 0; page < mapPages; page++) {
		machine.setHeat(page, 'set');
	}

	const view = createArenaView(machine.arch, machine.reader);
	assert.equal(view.cells(97, 10 * mapPages).filter(({heat}) => heat === 'set').length, 97);
	assert.equal(view.cells(mapPages, mapPages).filter(({heat}) => heat !== 'none').length, 0);
});
