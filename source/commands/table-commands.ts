/** The commands that look at page tables, walk and dump: their part of the table of commands. */
import type {Command, Exit, Flag} from './commands.ts';
import {candidateFlag} from './explore-flags.ts';

/** Operations of each CPU before the tables are looked at. */
export const stillOperations = 2000;
/** Programs that leave pages near the arena's start, and scratch pages all over it where the fault hook is wired. */
export const stillPrograms = [
	'churn',
	'producer-consumer',
	'batch',
	'one-past-end',
	'use-after-free',
	'wild-pointer',
	'guard-overrun',
];
export const stillArch = 'x86_64';

/** What the machine is made of. It runs in one thread, so that the same flags give the same memory. */
const machineFlags: Flag[] = [
	{
		name: 'variant',
		short: 'v',
		kind: {type: 'word', placeholder: 'id'},
		default: 'VJ',
		text: 'design of the set, clear and fault callbacks (ptelab list variants)',
	},
	candidateFlag,
	{
		name: 'cpus',
		short: 'c',
		kind: {type: 'integer', placeholder: 'n', minimum: 1, maximum: 8},
		default: '2',
		text: 'CPUs of the machine, 1 to 8; they take turns',
	},
	{
		name: 'programs',
		short: 'p',
		kind: {type: 'list', placeholder: 'p,q'},
		default: stillPrograms.join(', '),
		text: "BPF programs that run; 'none' for none",
	},
	{
		name: 'operations',
		kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 10_000_000},
		default: String(stillOperations),
		text: 'operations that each CPU does after the boot',
	},
	{
		name: 'seed',
		kind: {type: 'integer', placeholder: 'n', minimum: 0, maximum: 0xffffffff},
		default: '1',
		text: "seed of every CPU's choices, 0 to 4294967295",
	},
];

const json: Flag = {
	name: 'json',
	kind: {type: 'boolean'},
	text: 'one JSON document instead of text (docs/json.md)',
};
const help: Flag = {name: 'help', short: 'h', kind: {type: 'boolean'}, text: 'show this help'};
const usageExit: Exit = {
	status: 2,
	text: 'the command line is wrong; the message names the nearest valid word',
};

function archFlag(byDefault: string): Flag {
	return {
		name: 'arch',
		short: 'a',
		kind: {type: 'list', placeholder: 'a'},
		default: byDefault,
		text: 'one architecture (ptelab list archs)',
	};
}

export const tableCommands: readonly Command[] = [
	{
		name: 'walk',
		usage: '[address] [flags]',
		summary: 'one address, level by level, every field named',
		text: [
			"Walks the tables of a machine that has booted and run for a while, always in the same way for the same flags; with --image, those of a dump; with --entry, decodes a raw entry and needs no machine. Without an address it takes the arena's first byte.",
			'An address is a number (0xffffc90000008000; 16 or 8 hexadecimal digits need no 0x), page:N for arena page N, arena, end (of the 4 GiB that arena pointers reach), guard (the first byte after that), below (the last before the arena), user (the arena in user space) or user:N. +offset or -offset may follow.',
		],
		arguments: 1,
		flags: [
			archFlag(`${stillArch}; of --image, its own`),
			{
				name: 'image',
				kind: {type: 'word', placeholder: 'dir'},
				text: 'walk the memory that ptelab dump wrote to this folder',
			},
			{
				name: 'entry',
				kind: {type: 'word', placeholder: 'raw'},
				text: 'decode this value of an entry instead of walking',
			},
			{
				name: 'level',
				kind: {type: 'word', placeholder: 'n|name'},
				default: 'the last',
				text: 'level of --entry: a number, 0 is the root, or a name such as pmd',
			},
			{
				name: 'user',
				kind: {type: 'boolean'},
				text: "begin at the user's root table; user addresses of the arena do",
			},
			...machineFlags,
			json,
			help,
		],
		exits: [
			{status: 0, text: 'mapped; of --entry: it maps memory or points to a table'},
			{status: 1, text: 'not mapped'},
			usageExit,
		],
		examples: [
			'ptelab walk page:5 --arch s390x',
			'ptelab walk guard+0x10 --image /tmp/riscv64',
			'ptelab walk --arch arm64 --entry 0x00e8000012345703',
		],
	},
	{
		name: 'dump',
		usage: '--out <dir> [flags]',
		summary: "a machine's physical memory as a raw image",
		text: [
			'Boots a machine, lets its CPUs run in turns and writes memory.bin, the physical memory, and manifest.json: where it lies, the root registers, and virtual addresses with the physical ones they are mapped to. The same flags give the same files.',
		],
		arguments: 0,
		flags: [
			archFlag(stillArch),
			{
				name: 'out',
				short: 'o',
				kind: {type: 'word', placeholder: 'dir'},
				text: 'folder to write to; made if it is not there, refused if it is not empty',
			},
			{name: 'force', kind: {type: 'boolean'}, text: 'write to a folder that is not empty, and say so'},
			...machineFlags,
			json,
			help,
		],
		exits: [{status: 0, text: 'written'}, {status: 1, text: 'the machine or the files failed'}, usageExit],
		examples: [
			'ptelab dump --arch riscv64 --out /tmp/riscv64',
			'ptelab dump --out dump --seed 7 --operations 100',
		],
	},
];
