/**
 * The commands and their flags: the one table from which the parser, every `--help` and the readme's tables come.
 */
import {tableFormats} from '../report/table.ts';
import {exploreCommands} from './explore-commands.ts';
import {candidateFlag} from './explore-flags.ts';
import {tableCommands} from './table-commands.ts';

/** How the value of a flag is read. */
export type FlagKind =
	| {type: 'boolean'}
	/** One word; `choices` where only these are valid. */
	| {type: 'word'; placeholder: string; choices?: readonly string[]}
	/** Words separated by commas; the flag may be repeated. */
	| {type: 'list'; placeholder: string}
	/** A whole number between two limits, both included. `bare` is the value of the flag without one. */
	| {type: 'integer'; placeholder: string; minimum: number; maximum: number; bare?: number}
	/** A decimal number above 0. */
	| {type: 'decimal'; placeholder: string; maximum: number};

export interface Flag {
	/** Without the dashes. */
	name: string;
	/** One letter that means the same. */
	short?: string;
	kind: FlagKind;
	/** What happens without the flag, as help shows it. */
	default?: string;
	text: string;
}

export interface Exit {
	status: number;
	text: string;
}

export interface Command {
	name: CommandName;
	/** What follows the name. */
	usage: string;
	/** One line for the table of commands. */
	summary: string;
	/** Paragraphs of its own help. */
	text: string[];
	/** Most arguments it takes, flags aside; `Infinity` for any number. */
	arguments: number;
	flags: Flag[];
	exits: Exit[];
	examples: string[];
}

export const commandNames = [
	'live',
	'demo',
	'compare',
	'explore',
	'check',
	'merge',
	'walk',
	'dump',
	'list',
	'help',
	'version',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The command of a command line that names none. */
export const defaultCommand: CommandName = 'live';

export const liveArchs = ['x86_64', 'arm64'];
export const defaultVariant = 'VJ';
export const defaultCpus = 2;
export const defaultSeed = 1;
export const defaultSeconds = 2;
export const defaultPrograms = ['churn', 'producer-consumer', 'batch'];
export const comparePrograms = [...defaultPrograms, 'one-past-end', 'use-after-free'];
/** Enough to watch a buggy program for some seconds before it is unloaded. */
export const defaultViolationThreshold = 10_000;
/** Chance per 1024 of `--chaos` without a number. */
export const plainChaos = 64;

export const themeNames = ['dark', 'light', 'mono'] as const;

const help: Flag = {name: 'help', short: 'h', kind: {type: 'boolean'}, text: 'show this help'};
const json: Flag = {
	name: 'json',
	kind: {type: 'boolean'},
	text: 'one JSON document instead of text (docs/json.md)',
};
const format: Flag = {
	name: 'format',
	kind: {type: 'word', placeholder: 'table|markdown|csv', choices: tableFormats},
	default: 'table',
	text: 'how tables are written; markdown and csv are never split to fit the terminal',
};
const plain: Flag = {name: 'plain', kind: {type: 'boolean'}, text: 'plain text, also on a terminal'};

/** Flags that say what runs; live and compare differ in defaults only. */
function machineFlags(archs: string, programs: readonly string[]): Flag[] {
	return [
		{
			name: 'arch',
			short: 'a',
			kind: {type: 'list', placeholder: 'a,b'},
			default: archs,
			text: "architectures, side by side; 'all' for every mode, 'each' for one of each architecture (ptelab list archs)",
		},
		{
			name: 'variant',
			short: 'v',
			kind: {type: 'word', placeholder: 'id|file.c'},
			default: defaultVariant,
			text: 'design of the set, clear and fault callbacks (ptelab list variants), or a C file of your own',
		},
		candidateFlag,
		{
			name: 'cpus',
			short: 'c',
			kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: 8},
			default: String(defaultCpus),
			text: 'CPUs of each machine, 1 to 8, a thread each',
		},
		{
			name: 'inject',
			short: 'i',
			kind: {type: 'list', placeholder: 'p,q'},
			text: 'BPF programs that run beside the others, as the keys load them (ptelab list programs); C files of your own too',
		},
		{
			name: 'programs',
			short: 'p',
			kind: {type: 'list', placeholder: 'p,q'},
			default: programs.join(', '),
			text: "BPF programs that run from the start; 'none' for none",
		},
		{
			name: 'seed',
			kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 0xffffffff},
			default: String(defaultSeed),
			text: "seed of every CPU's choices, 0 to 4294967295",
		},
		{
			name: 'chaos',
			kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 1024, bare: plainChaos},
			default: '0',
			text: `chance per 1024 of a delay at an access point, 0 to 1024; ${plainChaos} without a number`,
		},
		{
			name: 'violations',
			kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 0xffffffff},
			default: String(defaultViolationThreshold),
			text: 'unload a program after so many violations; 0 never',
		},
	];
}

function seconds(text: string, byDefault: string): Flag {
	return {
		name: 'seconds',
		short: 's',
		kind: {type: 'decimal', placeholder: 's', maximum: 86400},
		default: byDefault,
		text,
	};
}

const usageExit: Exit = {
	status: 2,
	text: 'the command line is wrong; the message names the nearest valid word',
};
const failExit: Exit = {status: 1, text: 'a machine failed to start or to stop'};
const signalExit: Exit = {status: 130, text: 'interrupted (143: terminated)'};

export const commands: readonly Command[] = [
	{
		name: 'live',
		usage: '[flags]',
		summary: 'page tables under load, live: the terminal UI, or off a terminal a short race and a table',
		text: [
			'Emulated CPUs install, clear and fault on the same kernel page-table entries at full speed. On a terminal this is the UI; ? shows its keys.',
			'Off a terminal, or with --plain, --json or --format, a short race is run and its counters are printed.',
		],
		arguments: 0,
		flags: [
			...machineFlags(liveArchs.join(','), defaultPrograms),
			seconds(
				'how long to run, above 0 and up to 86400; --json needs it',
				`${defaultSeconds} off a terminal`,
			),
			{
				name: 'theme',
				kind: {type: 'word', placeholder: themeNames.join('|'), choices: themeNames},
				default: 'dark, or mono with NO_COLOR',
				text: 'colours of the UI',
			},
			{
				name: 'fps',
				kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: 30},
				default: '12',
				text: 'frames a second of the arena map, 1 to 30',
			},
			{name: 'ascii', kind: {type: 'boolean'}, text: 'the UI draws with ASCII characters only'},
			{name: 'paused', kind: {type: 'boolean'}, text: 'the UI starts paused'},
			format,
			json,
			plain,
			help,
		],
		exits: [{status: 0, text: 'it ran'}, failExit, usageExit, signalExit],
		examples: [
			'ptelab',
			'ptelab live --arch arm64 --variant VM --inject one-past-end',
			'ptelab live --seconds 1 --json',
		],
	},
	{
		name: 'demo',
		usage: '[script] [flags]',
		summary:
			'the discussion act by act: each claim is shown on running machines and decided by their counters',
		text: [
			"Plays a script: a built-in one ('thread', the default) or a JSON file (docs/demo-scripts.md).",
			'Every act starts machines, lets them run and ends in expectations on real counters.',
		],
		arguments: 1,
		flags: [
			{
				name: 'speed',
				kind: {type: 'decimal', placeholder: 'x', maximum: 1000},
				default: '1',
				text: 'plays so many times faster: the pauses for reading and the timed runs, above 0 and up to 1000',
			},
			{
				name: 'record',
				kind: {type: 'word', placeholder: 'file.cast'},
				text: 'also write the text as an asciinema recording',
			},
			{
				name: 'act',
				kind: {type: 'list', placeholder: 'n,m'},
				default: 'all',
				text: 'only these acts, counted from 1',
			},
			json,
			plain,
			help,
		],
		exits: [
			{status: 0, text: 'every act ended as its script expects'},
			{status: 1, text: 'an act did not, or a machine failed'},
			{status: 2, text: 'the command line or the script is wrong; the message names the place'},
			signalExit,
		],
		examples: [
			'ptelab demo',
			'ptelab demo --act 1,2 --speed 4',
			'ptelab demo my-script.json --record my.cast',
		],
	},
	{
		name: 'compare',
		usage: '[flags]',
		summary: 'every architecture races the same workload side by side; one table',
		text: [
			'All machines run at once, so that they share the cores of this computer fairly: compare the counters of one run with each other, not with those of another run.',
			'Rows that are zero on some architectures and not on others are marked.',
		],
		arguments: 0,
		flags: [
			...machineFlags('each', comparePrograms),
			seconds('how long to run, above 0 and up to 86400', String(defaultSeconds)),
			format,
			json,
			help,
		],
		exits: [{status: 0, text: 'it ran'}, failExit, usageExit, signalExit],
		examples: ['ptelab compare', 'ptelab compare --arch arm64,riscv64 --seconds 5 --format markdown'],
	},
	...exploreCommands,
	...tableCommands,
	{
		name: 'list',
		usage: '[section] [flags]',
		summary: 'architectures, variants, scenarios, programs, properties, counters',
		text: [
			'A section is archs, variants, scenarios, programs, properties or counters; without one, all of them.',
		],
		arguments: 1,
		flags: [format, json, help],
		exits: [{status: 0, text: 'listed'}, usageExit],
		examples: ['ptelab list', 'ptelab list programs'],
	},
	{
		name: 'help',
		usage: '[command]',
		summary: 'this help, or that of a command',
		text: [],
		arguments: 1,
		flags: [help],
		exits: [{status: 0, text: 'shown'}, usageExit],
		examples: ['ptelab help compare'],
	},
	{
		name: 'version',
		usage: '',
		summary: 'the version number',
		text: [],
		arguments: 0,
		flags: [help],
		exits: [{status: 0, text: 'shown'}, usageExit],
		examples: ['ptelab version'],
	},
];

/** The command of that name. */
export function commandByName(name: CommandName): Command {
	const command = commands.find(candidate => candidate.name === name);
	if (command === undefined) {
		throw new Error(`The table of commands lacks '${name}'.`);
	}

	return command;
}

/** Every flag of every command once, by name. Flags of one name have one kind (the tests check it). */
export function allFlags(): Map<string, Flag> {
	return new Map(commands.flatMap(command => command.flags.map(flag => [flag.name, flag] as const)));
}
