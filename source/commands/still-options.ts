/** What `walk` and `dump` look at: options of a machine that runs in one thread, from a command line. */
import type {StillOptions} from '../machine/still-machine.ts';
import {type Catalog, chooseArchs, chooseCandidate, choosePrograms, chooseVariant} from './catalog.ts';
import {defaultCpus, defaultSeed, defaultVariant} from './commands.ts';
import {type CommandLine, listValue, numberValue, wordValue} from './parse-command-line.ts';
import {stillArch, stillOperations, stillPrograms} from './table-commands.ts';
import {UsageError} from './usage-error.ts';

/** Flags that make a machine; none of them fits a dump that is there already. */
export const machineFlagNames = ['variant', 'candidate', 'cpus', 'programs', 'operations', 'seed'] as const;

/** Reads `--arch`, of which there can be one; undefined when it was not given. */
export function oneArch(line: CommandLine, catalog: Catalog): string | undefined {
	const words = listValue(line, 'arch');

	if (words === undefined) {
		return undefined;
	}

	const [arch, second] = chooseArchs(catalog, words);

	if (second !== undefined) {
		throw new UsageError(`'${line.command}' takes one architecture: --arch ${arch}`);
	}

	return arch;
}

/** Reads the flags that make a machine. */
export function readStillOptions(line: CommandLine, catalog: Catalog): StillOptions {
	const known = new Set(catalog.programs.map(program => program.id));
	const programs = listValue(line, 'programs') ?? stillPrograms.filter(id => known.has(id));

	return {
		arch: oneArch(line, catalog) ?? stillArch,
		variant: chooseVariant(catalog, wordValue(line, 'variant') ?? defaultVariant, chooseCandidate(line)),
		cpus: numberValue(line, 'cpus') ?? defaultCpus,
		seed: numberValue(line, 'seed') ?? defaultSeed,
		operations: numberValue(line, 'operations') ?? stillOperations,
		programs: choosePrograms(catalog, programs),
	};
}
