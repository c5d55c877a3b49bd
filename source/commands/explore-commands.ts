/** The commands that explore: their part of the table of commands. */
import type {Command, Exit} from './commands.ts';
import {archFlag, baseFlag, candidateFlag, reportFlags, searchFlags, variantsFlag} from './explore-flags.ts';

const signalExit: Exit = {status: 130, text: 'interrupted (143: terminated)'};

export const exploreCommands: readonly Command[] = [
	{
		name: 'explore',
		usage: '[scenario...] [flags]',
		summary: 'every interleaving: a proof, or the shortest trace',
		text: [
			'Tries every interleaving of small scenarios. A scenario is named by its id, by how its id begins, or by a claim it decides, such as C34 (ptelab list scenarios); without one, all of them are explored.',
			'Verdicts: holds (every interleaving was tried), violated (with a trace), bounded (a limit came first), sampled (random schedules only). A mark says whether that is as history expects.',
			'An interrupted run prints the cases that were finished.',
		],
		arguments: Number.POSITIVE_INFINITY,
		flags: [archFlag, variantsFlag, candidateFlag, baseFlag, ...searchFlags, ...reportFlags],
		exits: [
			{status: 0, text: 'no case is other than history expects (where history is open, any answer will do)'},
			{status: 1, text: 'some case is, or could not be run'},
			{status: 2, text: 'the command line is wrong, or the C of yours does not compile'},
			{status: 3, text: 'none is, but a limit came before an answer'},
			signalExit,
		],
		examples: [
			'ptelab explore C34 --arch x86_64,arm64 --variant VJ',
			'ptelab explore --format ktap',
			'ptelab explore C15 --shard 2/8 --out part2.json',
			'ptelab explore C5 --arch arm64 --variant VM --outcomes',
		],
	},
	{
		name: 'check',
		usage: 'file [flags]',
		summary: 'what your own C or patch breaks, and what it mends',
		text: [
			'The file is C with any of the callbacks, or (*.patch, *.diff, *.mbox, or --patch) a patch to those of the base. What it does not define comes from the base.',
			'Each case is run twice, with your file and with the base alone, under the same limits. Broken: violated where the base is not known to be; that counts. As the base: both hold, or both are violated by one property. Mended: it holds where the base is violated. Broken otherwise: both are violated, by different properties; that is shown but does not count, as a search stops at the first it meets.',
			'With --strict every violated case counts, the faults of the base included.',
		],
		arguments: 1,
		flags: [
			archFlag,
			baseFlag,
			candidateFlag,
			{
				name: 'scenario',
				kind: {type: 'list', placeholder: 'id,...'},
				default: 'all',
				text: 'scenarios, by id, by how it begins, or by claim (ptelab list scenarios)',
			},
			{name: 'patch', kind: {type: 'boolean'}, text: 'the file is a patch or mbox, whatever its name'},
			{
				name: 'print-base',
				kind: {type: 'boolean'},
				text: 'print the file that a patch is made against, kernel/bpf/arena.c with the callbacks of the base, and do nothing else',
			},
			{name: 'strict', kind: {type: 'boolean'}, text: 'every violated case counts'},
			{
				name: 'history',
				kind: {type: 'boolean'},
				text: 'do not run the base; take what history says of it, where that is settled',
			},
			...searchFlags,
			...reportFlags,
		],
		exits: [
			{status: 0, text: 'nothing is broken: every case holds, or is violated as the base is'},
			{status: 1, text: 'something is broken, or could not be run; with --strict: something is violated'},
			{status: 2, text: 'the command line is wrong, the C does not compile, the patch does not apply'},
			{status: 3, text: 'nothing is broken, but a limit came before an answer'},
			signalExit,
		],
		examples: [
			'ptelab check mine.c',
			'ptelab check mine.c --arch arm64 --base VM --scenario C5,C7',
			'ptelab check fix.mbox --strict --format ktap',
			'ptelab check --print-base --base VM > kernel/bpf/arena.c',
		],
	},
	{
		name: 'merge',
		usage: 'report.json... [flags]',
		summary: 'join the reports of --shard runs',
		text: [
			'Prints and exits as explore does. A case is violated if one shard is (with the shortest trace of all), else bounded if one shard is or is missing, else it holds. A state that two shards met is counted twice.',
			'Reports of ptelab check are compared with the base when --base names it.',
		],
		arguments: Number.POSITIVE_INFINITY,
		flags: [
			{...baseFlag, default: 'compare with history', text: 'compare with this variant, as check does'},
			...reportFlags,
		],
		exits: [
			{status: 0, text: 'as of explore (with --base: of check)'},
			{status: 1, text: 'as of explore (with --base: of check)'},
			{status: 2, text: 'the command line is wrong, or the reports cannot be joined'},
			{status: 3, text: 'a limit came before an answer, or a shard is missing'},
		],
		examples: ['ptelab merge part1.json part2.json --format markdown', 'ptelab merge *.json --json'],
	},
];
