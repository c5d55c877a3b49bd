import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {parseScript} from '../../source/demo/parse-script.ts';

const known = {archs: ['x86_64', 'arm64'], variants: ['VM', 'VJ'], programs: ['churn', 'one-past-end']};

/** A script with one act in which some lines are replaced. */
function script(act: {machine?: string; steps?: string; expect?: string; more?: string} = {}): string {
	return `{
	"title": "t",
	"acts": [
		{
			"title": "a",
			"machine": ${act.machine ?? '{"archs": ["x86_64"], "variant": "VJ"}'},
			"steps": ${act.steps ?? '[]'},
			"expect": ${act.expect ?? '[{"books": "balanced"}]'}${act.more ?? ''}
		}
	]
}`;
}

suite('scripts that are right', () => {
	test('the least there can be', () => {
		assert.deepEqual(parseScript(script(), 's.json', known), {
			title: 't',
			text: [],
			acts: [
				{
					title: 'a',
					claims: [],
					text: [],
					machine: {
						archs: ['x86_64'],
						variant: 'VJ',
						cpus: 2,
						seed: 1,
						chaos: 0,
						programs: [],
						violationThreshold: 0,
					},
					steps: [],
					expect: [{kind: 'books', arch: null, balanced: true}],
					conclusion: [],
				},
			],
		});
	});

	test('every step and every form of expectation', () => {
		const text = script({
			machine:
				'{"archs": ["x86_64"], "variant": "VM", "cpus": 4, "seed": 9, "chaos": 3, "programs": ["churn"], "violationThreshold": 5}',
			steps: `[
				{"run": 0.5}, {"watch": 3},
				{"until": {"counter": "installs", "compare": ">", "value": 3}, "seconds": 2},
				{"say": "x"}, {"inject": "churn"}, {"remove": "churn"}, {"pause": true}, {"resume": true}, {"chaos": 7},
				{"mark": "m"},
				{"until": [{"counter": "faults", "since": "m", "compare": ">=", "value": 1}], "seconds": 1},
				{"expect": {"books": "off", "arch": "x86_64"}},
				{"restart": {"variant": "VJ", "archs": ["arm64"]}}
			]`,
			expect:
				'[{"counter": "clears", "arch": "arm64", "compare": "<=", "value": {"counter": "installs", "times": 2}}]',
			more: ', "claims": "C9", "text": ["p", "q"], "conclusion": "r"',
		});
		const [act] = parseScript(text, 's.json', known).acts;
		assert.deepEqual(act?.steps, [
			{kind: 'run', seconds: 0.5},
			{kind: 'watch', seconds: 3},
			{
				kind: 'until',
				conditions: [{kind: 'counter', counter: 'installs', arch: null, since: null, compare: '>', value: 3}],
				seconds: 2,
			},
			{kind: 'say', text: 'x'},
			{kind: 'inject', program: 'churn'},
			{kind: 'remove', program: 'churn'},
			{kind: 'pause'},
			{kind: 'resume'},
			{kind: 'chaos', chance: 7},
			{kind: 'mark', name: 'm'},
			{
				kind: 'until',
				conditions: [{kind: 'counter', counter: 'faults', arch: null, since: 'm', compare: '>=', value: 1}],
				seconds: 1,
			},
			{kind: 'expect', expectations: [{kind: 'books', arch: 'x86_64', balanced: false}]},
			{kind: 'restart', changes: {variant: 'VJ', archs: ['arm64']}},
		]);
		assert.deepEqual(act?.expect, [
			{
				kind: 'counter',
				counter: 'clears',
				arch: 'arm64',
				since: null,
				compare: '<=',
				value: {counter: 'installs', arch: null, times: 2},
			},
		]);
		assert.deepEqual([act?.claims, act?.text, act?.conclusion], [['C9'], ['p', 'q'], ['r']]);
	});
});

suite('scripts that are wrong name the place', () => {
	const steps = (text: string) => script({steps: `[${text}]`});
	const expect = (text: string) => script({expect: `[${text}]`});
	const cases: [name: string, text: string, message: string][] = [
		['empty file', '', 's.json:1:1: the text ends where a value is expected'],
		['no JSON', 'act 1', "s.json:1:1: expected a value, found 'act'"],
		['unfinished', '{"title": "t"', "s.json:1:14: expected ',' or '}', found the end of the text"],
		['comment', '{\n\t// no\n}', 's.json:2:2: expected a key in double quotes'],
		['trailing comma', '{"title": "t",}', 's.json:1:15: expected a key in double quotes'],
		['open string', '{"title": "t\n}', 's.json:1:11: this string does not end on its line'],
		['twice', '{"title": "t", "title": "u"}', "s.json:1:16: 'title' is given twice"],
		['more after it', '{} {}', 's.json:1:4: unexpected text after the end of the document'],
		['wrong number', '[01]', "s.json:1:2: expected a value, found '01'"],
		['deep', '['.repeat(200), 's.json:1:102: nested deeper than 100'],
		['an array', '[]', 's.json:1:1: expected an object, found an array'],
		['no acts', '{"title": "t"}', "s.json:1:1: 'acts' is missing"],
		['empty acts', '{"title": "t", "acts": []}', 's.json:1:24: acts: needs at least one act'],
		['unknown key', '{"title": "t", "acst": []}', "s.json:1:1: 'acts' is missing"],
		[
			'unknown key of an act',
			script({more: ', "claim": "C9"'}),
			"s.json:8:39: acts[0].claim: unknown key 'claim': did you mean 'claims'?",
		],
		[
			'unknown architecture',
			script({machine: '{"archs": ["x86"], "variant": "VJ"}'}),
			"s.json:6:26: acts[0].machine.archs[0]: unknown architecture 'x86': did you mean 'x86_64'?",
		],
		[
			'architecture twice',
			script({machine: '{"archs": ["arm64", "arm64"], "variant": "VJ"}'}),
			's.json:6:25: acts[0].machine.archs: an architecture is named twice',
		],
		[
			'unknown variant',
			script({machine: '{"archs": ["x86_64"], "variant": "VX"}'}),
			"s.json:6:48: acts[0].machine.variant: unknown variant 'VX': did you mean 'VM'?",
		],
		[
			'too many CPUs',
			script({machine: '{"archs": ["x86_64"], "variant": "VJ", "cpus": 9}'}),
			's.json:6:62: acts[0].machine.cpus: expected a whole number from 1 to 8, found 9',
		],
		[
			'no step',
			steps('{"runs": 1}'),
			's.json:7:14: acts[0].steps[0]: a step has exactly one of run, watch, until, say, inject, remove, pause, resume, chaos, restart, mark, expect',
		],
		[
			'two steps in one',
			steps('{"run": 1, "say": "x"}'),
			's.json:7:14: acts[0].steps[0]: a step has exactly one of run, watch, until, say, inject, remove, pause, resume, chaos, restart, mark, expect',
		],
		[
			'until without limit',
			steps('{"until": {"counter": "faults", "compare": ">", "value": 1}}'),
			"s.json:7:14: acts[0].steps[0]: 'seconds' is missing",
		],
		['pause what', steps('{"pause": false}'), 's.json:7:24: acts[0].steps[0].pause: write "pause": true'],
		[
			'unknown counter',
			expect('{"counter": "instals", "compare": ">", "value": 1}'),
			"s.json:8:27: acts[0].expect[0].counter: unknown counter 'instals': did you mean 'installs'?",
		],
		[
			'unknown comparison',
			expect('{"counter": "installs", "compare": "==", "value": 1}'),
			"s.json:8:50: acts[0].expect[0].compare: unknown comparison '==': did you mean '='?",
		],
		[
			'value of the wrong kind',
			expect('{"counter": "installs", "compare": "=", "value": "1"}'),
			's.json:8:64: acts[0].expect[0].value: expected a number from 0 to 9007199254740991, found "1"',
		],
		[
			'architecture that does not run',
			expect('{"counter": "installs", "arch": "arm64", "compare": "=", "value": 1}'),
			"s.json:8:47: acts[0].expect[0].arch: 'arm64' does not run in this act (x86_64 do)",
		],
		[
			'mark that was not set',
			expect('{"counter": "installs", "since": "m", "compare": "=", "value": 1}'),
			"s.json:8:48: acts[0].expect[0].since: no step before this one marks 'm' since the machines were booted",
		],
		[
			'mark from before a restart',
			steps(
				'{"mark": "m"}, {"restart": {}}, {"until": {"counter": "faults", "since": "m", "compare": ">", "value": 1}, "seconds": 1}',
			),
			"s.json:7:87: acts[0].steps[2].until.since: no step before this one marks 'm' since the machines were booted",
		],
		['no expectation', script({expect: '[]'}), 's.json:8:14: acts[0].expect: needs at least one expectation'],
		[
			'books',
			expect('{"books": "balance"}'),
			"s.json:8:25: acts[0].expect[0].books: unknown state of the books 'balance': did you mean 'balanced'?",
		],
	];
	for (const [name, text, message] of cases) {
		test(name, () => {
			assert.throws(() => parseScript(text, 's.json', known), {name: 'ScriptError', message});
		});
	}
});
