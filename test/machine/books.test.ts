import assert from 'node:assert/strict';
import {test} from 'node:test';
import {archs} from '../../source/arch/index.ts';
import {checkBooks} from '../../source/machine/books.ts';
import {type HandMade, makeByHand, mapPages} from './hand-made.ts';

/** A sound state: three pages allocated, one of them mapped by user space too; scratch in two places, one beyond the map. */
function sound(archId: string): HandMade {
	const machine = makeByHand(archId);

	for (const [number, page] of [3, 700, mapPages - 1].entries()) {
		machine.setPage(number + 1, 'arena', page, 1);
		machine.map(page, machine.frame(number + 1));
	}

	machine.mapUser(700, machine.frame(2));
	machine.map(4, machine.frame(0));
	machine.map(mapPages + 20, machine.frame(0));
	machine.setPage(9, 'table', -1, 1);
	machine.setCounter('installs', 10);
	machine.setCounter('clears', 7, 1);
	machine.setCounter('pages_allocated', 5);
	machine.setCounter('pages_allocated', 5, 1);
	machine.setCounter('pages_freed', 7);
	machine.setCounter('scratch_installs', 9);
	machine.setCounter('set_replaced_scratch', 4);
	machine.setCounter('set_overwrote_scratch', 2);
	machine.setCounter('clear_hit_scratch', 1, 1);

	return machine;
}

for (const {id} of archs) {
	test(`a sound state of ${id} balances`, () => {
		const {arch, reader} = sound(id);
		const books = checkBooks(arch, reader, 2);
		assert.deepEqual(
			books.lines.filter(line => !line.ok),
			[],
		);
		assert.equal(books.balanced, true);
		assert.deepEqual(
			books.lines.slice(0, 3).map(({counted, found}) => [counted, found]),
			[
				[3, 3],
				[2, 2],
				[3, 3],
			],
		);
	});
}

/** What goes wrong, and the beginnings of the lines that must not balance then. */
const faults: {name: string; change: (machine: HandMade) => void; off: string[]}[] = [
	{
		name: 'an entry lost',
		change: machine => machine.setRaw(3, machine.arch.levels.at(-1)?.empty ?? 0n),
		off: ['entries of allocated pages', 'arena pages in use that no entry maps'],
	},
	{
		name: 'a page taken but never mapped',
		change: machine => machine.setPage(5, 'arena', 20, 1),
		off: ['arena pages in use: allocated', 'arena pages in use that no entry maps'],
	},
	{
		name: 'a page freed while it is mapped',
		change: machine => machine.setPage(1, 'free', 3),
		off: ['arena pages in use: allocated', 'entries of pages that are not in use'],
	},
	{
		name: 'a page mapped at two places',
		change: machine => machine.map(30, machine.frame(1)),
		off: [
			'entries of allocated pages',
			'entries of pages that belong to another place',
			'pages that two entries',
		],
	},
	{
		name: 'scratch installed and not counted',
		change: machine => machine.map(31, machine.frame(0)),
		off: ['entries of the scratch page'],
	},
	{
		name: 'an entry outside of the pool',
		change: machine => machine.map(32, machine.frame(500)),
		off: ['entries of allocated pages', 'entries of pages that are not in use'],
	},
	{
		name: 'user space maps a page that the kernel does not map there',
		change: machine => machine.mapUser(3, machine.frame(3)),
		off: ['user entries of another page'],
	},
	{
		name: 'user space maps scratch',
		change: machine => machine.mapUser(4, machine.frame(0)),
		off: ['user entries of another page'],
	},
	{
		name: 'a free page that is still referenced',
		change: machine => machine.setPage(6, 'free', -1, 1),
		off: ['free pages that something still holds'],
	},
	{
		name: 'the scratch page freed',
		change: machine => machine.setPage(0, 'free', -1),
		off: ['scratch page frames lost'],
	},
	{
		name: 'a double free',
		change: machine => machine.setCounter('double_frees', 1),
		off: ['pages freed twice'],
	},
	{name: 'a lock left behind', change: machine => machine.setLock(2), off: ['arena lock held']},
];

for (const archId of ['x86_64', 's390x']) {
	for (const {name, change, off} of faults) {
		test(`${archId}: ${name}`, () => {
			const machine = sound(archId);
			change(machine);
			const books = checkBooks(machine.arch, machine.reader, 2);
			const found = books.lines.filter(line => !line.ok).map(line => line.name);
			assert.equal(books.balanced, false);
			assert.deepEqual(
				found.map((line, index) => line.startsWith(off[index] ?? 'no more lines') || line),
				off.map(() => true),
			);
		});
	}
}

for (const [what, raw] of [
	['lost', 0n],
	['of another page', 0x4005_645fn],
] as const) {
	test(`arm: the hardware's entry ${what}, which the kernel's does not tell`, () => {
		const machine = sound('arm');
		machine.setRaw(3, raw);
		const books = checkBooks(machine.arch, machine.reader, 2);
		assert.equal(books.balanced, false);
		assert.equal(books.lines.find(({name}) => name.includes('neither empty nor a page'))?.found, 1);
	});
}

test('an entry that is neither empty nor a page has a line of its own', () => {
	const machine = sound('x86_64');
	machine.setRaw(40, 0x2n);
	const books = checkBooks(machine.arch, machine.reader, 2);
	assert.deepEqual(
		books.lines.filter(line => !line.ok).map(({name, found}) => [name, found]),
		[['entries that are neither empty nor a page', 1]],
	);
});

test('what pte_none() ignores is not counted', () => {
	const machine = sound('x86_64');
	machine.setRaw(40, machine.arch.noneIgnores);
	assert.equal(checkBooks(machine.arch, machine.reader, 2).balanced, true);
});
