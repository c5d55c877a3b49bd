import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {commandNames, commands} from '../../source/commands/commands.ts';
import {
	commandHelp,
	commandsMarkdown,
	flagUsage,
	generalHelp,
	usageLine,
} from '../../source/commands/help.ts';
import {run} from './fake-context.ts';

suite('help', () => {
	test('names every command in one screen of 80 columns', () => {
		const lines = generalHelp().split('\n');
		for (const name of commandNames) {
			assert.ok(
				lines.some(line => line.startsWith(`  ${name} `)),
				name,
			);
		}

		assert.ok(lines.length <= 24, `${lines.length} lines`);
		assert.ok(lines.every(line => line.length <= 80));
	});

	for (const command of commands) {
		test(`of ${command.name} shows usage, flags, exits and examples in 80 columns`, () => {
			const help = commandHelp(command.name);
			assert.ok(help.startsWith(`Usage: ${usageLine(command)}\n`));
			for (const flag of command.flags) {
				assert.ok(help.includes(`\n  ${flagUsage(flag)}`), flag.name);
			}

			for (const exit of command.exits) {
				assert.ok(help.includes(`\n  ${exit.status} `), String(exit.status));
			}

			for (const example of command.examples) {
				assert.ok(help.includes(`\n  ${example}\n`), example);
			}

			assert.deepEqual(
				help.split('\n').filter(line => line.length > 80),
				[],
			);
		});
	}

	test('of version, to the letter', () => {
		assert.equal(
			commandHelp('version'),
			[
				'Usage: ptelab version',
				'',
				'The version number.',
				'',
				'Flags:',
				'  -h, --help  show this help',
				'',
				'Exit status:',
				'  0     shown',
				'  2     the command line is wrong; the message names the nearest valid word',
				'',
				'Examples:',
				'  ptelab version',
				'',
			].join('\n'),
		);
	});

	test('as Markdown has a row for every command and every flag', () => {
		const markdown = commandsMarkdown();
		for (const command of commands) {
			assert.ok(markdown.includes(`| \`${usageLine(command)}\` |`), command.name);
		}

		assert.ok(markdown.includes('\n### ptelab live\n'));
		assert.ok(markdown.includes('| `-c, --cpus <n>` | 2 | CPUs of each machine, 1 to 8, a thread each |'));
		assert.ok(markdown.includes('| `--format <table\\|markdown\\|csv>` | table |'));
	});
});

suite('asking for help and version', () => {
	const cases: [words: string[], shows: string][] = [
		[['--help'], generalHelp()],
		[['-h'], generalHelp()],
		[['help'], generalHelp()],
		[['help', 'compare'], commandHelp('compare')],
		[['compare', '--help'], commandHelp('compare')],
		[['compare', '-h', '--cpus', '3'], commandHelp('compare')],
		[['version'], '1.2.3\n'],
		[['--version'], '1.2.3\n'],
		[['-V'], '1.2.3\n'],
	];
	for (const [words, shows] of cases) {
		test(`ptelab ${words.join(' ')}`, async () => {
			const {status, stdout, stderr} = await run(words);
			assert.deepEqual({status, stdout, stderr}, {status: 0, stdout: shows, stderr: ''});
		});
	}

	test('an unknown word after help is a usage error', async () => {
		const {status, stdout, stderr} = await run(['help', 'comprae']);
		assert.deepEqual(
			{status, stdout, stderr},
			{
				status: 2,
				stdout: '',
				stderr: "ptelab: unknown command 'comprae': did you mean 'compare'? (ptelab help)\n",
			},
		);
	});
});
