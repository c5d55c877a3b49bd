import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import test from 'node:test';
import {readKeys} from '../../source/ui/input/key-reader.ts';
import {finishKeys, type KeyEvent, splitKeys} from '../../source/ui/input/split-keys.ts';

const names = (input: string): string[] =>
	splitKeys(input).events.map(event => (event.kind === 'key' ? event.name : `paste ${event.text}`));

const reads: [string, string[]][] = [
	['jjj', ['j', 'j', 'j']],
	['\u001A\u0003', ['ctrl-z', 'ctrl-c']],
	['\u001B[A\u001B[Bq', ['up', 'down', 'q']],
	['\u001BOA\u001BOF', ['up', 'end']],
	['\u001B[5~\u001B[6~\u001B[F\u001B[4~', ['page-up', 'page-down', 'end', 'end']],
	['\u001B[1;5A', ['up']],
	['\u001B1\u001B2', ['alt-1', 'alt-2']],
	['\u001B[Z\t', ['shift-tab', 'tab']],
	['\r\n\u007F ', ['enter', 'enter', 'backspace', 'space']],
	['\u001B[200~q\u0003\u001B[201~x', ['paste q\u0003', 'x']],
	['\u001B[201~x', ['x']],
	['\u001B[<0;10;5M', ['unknown']],
	['\u001B[999~', ['unknown']],
	['e\u0301日', ['e\u0301', '日']],
	['\u000C\u0015\u0004', ['ctrl-l', 'ctrl-u', 'ctrl-d']],
	['\u001B\u001B[A', ['up']],
	['', []],
];

for (const [input, expected] of reads) {
	test(`one read of ${JSON.stringify(input)}`, () => assert.deepEqual(names(input), expected));
}

test('the start of a sequence is kept for the next read', () => {
	for (const rest of ['\u001B', '\u001B[', '\u001B[1;5', '\u001BO', '\u001B[200~abc']) {
		const result = splitKeys(`a${rest}`);
		assert.deepEqual(result, {events: [{kind: 'key', name: 'a'}], rest});
	}
});

test('an escape that nothing follows is the Esc key, half a sequence counts as one', () => {
	assert.deepEqual(finishKeys('\u001B'), [{kind: 'key', name: 'escape'}]);
	assert.deepEqual(finishKeys('\u001B['), [{kind: 'key', name: 'escape'}]);
	assert.deepEqual(finishKeys('\u001B\u001B'), [
		{kind: 'key', name: 'escape'},
		{kind: 'key', name: 'escape'},
	]);
	assert.deepEqual(finishKeys(''), []);
});

test('every input cut in two anywhere gives the same keys', () => {
	for (const [input, expected] of reads) {
		for (let at = 0; at <= input.length; at++) {
			// A grapheme cut in two cannot be put together again, nor a lone Esc be told from a sequence.
			if (/[\u0300-\u036F]/.test(input) || (input[at] === '\u001B' && input[at - 1] === '\u001B')) continue;
			const first = splitKeys(input.slice(0, at));
			const second = splitKeys(first.rest + input.slice(at));
			const all = [...first.events, ...second.events].map(event =>
				event.kind === 'key' ? event.name : `paste ${event.text}`,
			);
			assert.deepEqual([all, second.rest], [expected, ''], `${JSON.stringify(input)} at ${at}`);
		}
	}
});

test('the reader joins reads and gives Esc when nothing follows', async () => {
	const stdin = Object.assign(new EventEmitter(), {
		setEncoding: () => undefined,
		resume: () => undefined,
		pause: () => undefined,
	});
	const keys: KeyEvent[] = [];
	let arrived: () => void = () => undefined;
	const escapeSeen = new Promise<void>(resolve => {
		arrived = resolve;
	});
	const reader = readKeys(stdin, event => {
		keys.push(event);
		if (event.kind === 'key' && event.name === 'escape') arrived();
	});
	stdin.emit('data', '\u001B');
	stdin.emit('data', '[A');
	stdin.emit('data', 'ab\u001B');
	await escapeSeen;
	assert.deepEqual(
		keys.map(key => (key.kind === 'key' ? key.name : key.text)),
		['up', 'a', 'b', 'escape'],
	);
	reader.dispose();
	assert.equal(stdin.listenerCount('data'), 0);
});
