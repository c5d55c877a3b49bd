import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {allFlags, commandNames, commands, type Flag} from '../../source/commands/commands.ts';
import {type FlagValue, parseCommandLine} from '../../source/commands/parse-command-line.ts';

suite('command lines that are right', () => {
	const cases: [words: string, command: string, input: string[], values: Record<string, FlagValue>][] = [
		['', 'live', [], {}],
		['live', 'live', [], {}],
		['--arch arm64', 'live', [], {arch: ['arm64']}],
		['--arch a,b --arch c', 'live', [], {arch: ['a', 'b', 'c']}],
		['-a a,b,a', 'live', [], {arch: ['a', 'b']}],
		['--arch=a,b compare', 'compare', [], {arch: ['a', 'b']}],
		['live --inject p,q -i r', 'live', [], {inject: ['p', 'q', 'r']}],
		['--seconds 0.5', 'live', [], {seconds: 0.5}],
		['--seconds=.5', 'live', [], {seconds: 0.5}],
		['--seconds 86400', 'live', [], {seconds: 86400}],
		['--cpus 8', 'live', [], {cpus: 8}],
		['--seed 0', 'live', [], {seed: 0}],
		['--seed 4294967295', 'live', [], {seed: 4294967295}],
		['--seed 0xff', 'live', [], {seed: 255}],
		['--chaos', 'live', [], {chaos: 64}],
		['--chaos --json', 'live', [], {chaos: 64, json: true}],
		['--chaos compare', 'compare', [], {chaos: 64}],
		['--chaos 1024', 'live', [], {chaos: 1024}],
		['--chaos=0', 'live', [], {chaos: 0}],
		['--json --seconds 1', 'live', [], {json: true, seconds: 1}],
		['--json --json --seconds 1', 'live', [], {json: true, seconds: 1}],
		['list programs --format csv', 'list', ['programs'], {format: 'csv'}],
		['demo thread --speed 4', 'demo', ['thread'], {speed: 4}],
		['demo -- -odd-name', 'demo', ['-odd-name'], {}],
		['demo -', 'demo', ['-'], {}],
		['-h compare', 'compare', [], {help: true}],
		['--arch __proto__', 'live', [], {arch: ['__proto__']}],
		['explore', 'explore', [], {}],
		['explore C34 C5,C7', 'explore', ['C34', 'C5,C7'], {}],
		['explore -v VM,mine.c', 'explore', [], {variant: ['VM', 'mine.c']}],
		['explore --no-reduction --all-traces', 'explore', [], {'no-reduction': true, 'all-traces': true}],
		['explore --format ktap -j 2', 'explore', [], {format: 'ktap', jobs: 2}],
		['check a.c --scenario C5,C7 -b VM', 'check', ['a.c'], {scenario: ['C5', 'C7'], base: 'VM'}],
		['merge a.json b.json c.json -o d.json', 'merge', ['a.json', 'b.json', 'c.json'], {out: 'd.json'}],
	];
	for (const [words, command, input, values] of cases) {
		test(`ptelab ${words}`, () => {
			const line = parseCommandLine(words === '' ? [] : words.split(' '));
			assert.equal(line.command, command);
			assert.deepEqual(line.input, input);
			assert.deepEqual(Object.fromEntries(line.values), values);
		});
	}
});

suite('command lines that are wrong', () => {
	const cases: [words: string[], message: string][] = [
		[['exploer'], "unknown command 'exploer': did you mean 'explore'? (ptelab help)"],
		[['lsit'], "unknown command 'lsit': did you mean 'list'? (ptelab help)"],
		[['-1'], "unknown command '-1': did you mean 'live'? (ptelab help)"],
		[['live', 'x'], "unexpected argument 'x' (ptelab live --help)"],
		[['--json', 'false'], "unknown command 'false': did you mean 'walk'? (ptelab help)"],
		[['list', 'archs', 'programs'], "unexpected argument 'programs' (ptelab list --help)"],
		[['--jso'], "unknown flag '--jso': did you mean '--json'? (ptelab help <command>)"],
		[['--no-json'], "unknown flag '--no-json': did you mean '--json'? (ptelab help <command>)"],
		[['-x'], "unknown flag '-x': did you mean '--fps'? (ptelab help <command>)"],
		[['--toString'], "unknown flag '--toString': did you mean '--strict'? (ptelab help <command>)"],
		[['--arch.b=1'], "unknown flag '--arch.b': did you mean '--arch'? (ptelab help <command>)"],
		[
			['list', '--cpus', '3'],
			"unknown flag '--cpus' for 'list': it is a flag of 'ptelab live' or 'ptelab compare' or 'ptelab walk' or 'ptelab dump' (ptelab list --help)",
		],
		[['--seconds', 'abc'], "--seconds wants a number above 0 and up to 86400, but got 'abc'"],
		[['--seconds', '0'], "--seconds wants a number above 0 and up to 86400, but got '0'"],
		[['--seconds', '86401'], "--seconds wants a number above 0 and up to 86400, but got '86401'"],
		[['--seconds', '2s'], "--seconds wants a number above 0 and up to 86400, but got '2s'"],
		[['--seconds', '1e3'], "--seconds wants a number above 0 and up to 86400, but got '1e3'"],
		[['--seconds', 'Infinity'], "--seconds wants a number above 0 and up to 86400, but got 'Infinity'"],
		[['--seconds', '-1'], "--seconds wants a number above 0 and up to 86400, but got '-1'"],
		[['--seconds='], '--seconds needs a value: a number above 0 and up to 86400'],
		[['--seconds'], '--seconds needs a value: a number above 0 and up to 86400'],
		[['--seconds', '--json'], '--seconds needs a value: a number above 0 and up to 86400'],
		[['--seconds', '1', '--seconds', '2'], "--seconds was given twice: '1' and '2'"],
		[['--cpus', '0'], "--cpus wants a whole number from 1 to 8, but got '0'"],
		[['--cpus', '9'], "--cpus wants a whole number from 1 to 8, but got '9'"],
		[['--cpus', '2.5'], "--cpus wants a whole number from 1 to 8, but got '2.5'"],
		[['--seed', '4294967296'], "--seed wants a whole number from 0 to 4294967295, but got '4294967296'"],
		[['--seed', '-5'], "--seed wants a whole number from 0 to 4294967295, but got '-5'"],
		[['--chaos', '1025'], "--chaos wants a whole number from 0 to 1024, but got '1025'"],
		[['--chaos=abc'], "--chaos wants a whole number from 0 to 1024, but got 'abc'"],
		[['--chaos='], '--chaos needs a value: a whole number from 0 to 1024'],
		[['--arch='], '--arch needs a value: one or more names, separated by commas'],
		[['--arch', 'a,,b'], "--arch has an empty name in 'a,,b'"],
		[['--arch', ','], "--arch has an empty name in ','"],
		[['--format', 'cvs'], "unknown format 'cvs': did you mean 'csv'? (one of table, markdown, csv)"],
		[
			['list', '--format', 'ktap'],
			"unknown format 'ktap': did you mean 'table'? (one of table, markdown, csv)",
		],
		[['--variant='], '--variant needs a value: <id|file.c>'],
		[['explore', '--variant='], '--variant needs a value: one or more names, separated by commas'],
		[['explore', '--states', '0'], "--states wants a whole number from 1 to 1099511627776, but got '0'"],
		[
			['explore', '--reduction'],
			"unknown flag '--reduction': did you mean '--no-reduction'? (ptelab help <command>)",
		],
		[
			['explore', '--traces', 'some'],
			"unknown traces 'some': did you mean 'none'? (one of none, unexpected, all)",
		],
		[
			['explore', '--strict'],
			"unknown flag '--strict' for 'explore': it is a flag of 'ptelab check' (ptelab explore --help)",
		],
		[['check', 'a.c', 'b.c'], "unexpected argument 'b.c' (ptelab check --help)"],
		[['--json=yes'], "--json takes no value, but got 'yes'"],
		[['--theme', 'drak'], "unknown theme 'drak': did you mean 'dark'? (one of dark, light, mono)"],
	];
	for (const [words, message] of cases) {
		test(`ptelab ${words.join(' ')}`, () => {
			assert.throws(() => parseCommandLine(words), {name: 'UsageError', message});
		});
	}
});

suite('the table of commands', () => {
	test('flags of one name take a value alike, and have one letter everywhere', () => {
		const known = allFlags();
		// One word or several: which it is, and which words are valid, may depend on the command.
		const shape = (flag: Flag | undefined) => {
			switch (flag?.kind.type) {
				case 'word':
				case 'list':
					return 'words';
				default:
					return flag?.kind;
			}
		};

		for (const command of commands) {
			for (const flag of command.flags) {
				assert.deepEqual(shape(flag), shape(known.get(flag.name)), `${command.name} --${flag.name}`);
				assert.equal(flag.short, known.get(flag.name)?.short, `${command.name} --${flag.name}`);
			}
		}
	});

	test('no letter stands for two flags', () => {
		const letters = [...allFlags().values()].flatMap(flag => flag.short ?? []);
		assert.deepEqual(letters, [...new Set(letters)]);
	});

	test('every command is in it once', () => {
		assert.deepEqual(
			commands.map(command => command.name),
			[...commandNames],
		);
	});
});
