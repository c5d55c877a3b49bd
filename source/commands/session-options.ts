/** Session options from a command line, with the defaults of its command. */
import type {SessionOptions, StartSession} from '../machine/lab.ts';
import {type Catalog, chooseArchs, chooseCandidate, choosePrograms, chooseVariant} from './catalog.ts';
import {defaultCpus, defaultSeed, defaultVariant, defaultViolationThreshold} from './commands.ts';
import type {Context} from './context.ts';
import {type CommandLine, listValue, numberValue, wordValue} from './parse-command-line.ts';
import {idOfWord, readUserSources, type UserFile, withUserSources} from './user-sources.ts';

/** What runs when the flags do not say. */
export interface SessionDefaults {
	/** Ids, or `all`. */
	archs: readonly string[];
	programs: readonly string[];
}

/** What a command line asks to run. */
export interface Plan {
	/** With the user's own files in it. */
	catalog: Catalog;
	options: SessionOptions;
	startSession: StartSession;
	/** The user's own variant, or null. */
	variant: UserFile | null;
}

/** Reads the flags, and compiles the user's C if they name any. */
export async function planSession(
	line: CommandLine,
	context: Context,
	defaults: SessionDefaults,
): Promise<Plan> {
	const user = await readUserSources(line, context);
	const catalog = withUserSources(await context.loadCatalog(), user);
	const options = readSessionOptions(line, catalog, defaults);
	if (user === null) {
		return {catalog, options, startSession: context.startSession, variant: null};
	}

	if (context.stderr.isTerminal) {
		// The first time, the whole kernel is compiled for each architecture.
		context.stderr.write(`ptelab: compiling for ${options.archs.join(', ')}\n`);
	}

	const startSession = await context.compileUser(user, options.archs);
	return {catalog, options, startSession, variant: user.variant};
}

/**
 * Reads `--arch`, `--variant`, `--candidate`, `--cpus`, `--programs`, `--inject`, `--seed`, `--chaos` and `--violations`. Defaults that the catalog does not
 * have are left out; unknown words of the user throw a `UsageError`.
 */
function readSessionOptions(line: CommandLine, catalog: Catalog, defaults: SessionDefaults): SessionOptions {
	const knownPrograms = new Set(catalog.programs.map(program => program.id));
	return {
		archs: chooseArchs(catalog, listValue(line, 'arch') ?? defaults.archs),
		variant: chooseVariant(
			catalog,
			idOfWord(wordValue(line, 'variant') ?? defaultVariant),
			chooseCandidate(line),
		),
		cpus: numberValue(line, 'cpus') ?? defaultCpus,
		seed: numberValue(line, 'seed') ?? defaultSeed,
		chaos: numberValue(line, 'chaos') ?? 0,
		programs: [
			...new Set([
				...choosePrograms(
					catalog,
					listValue(line, 'programs')?.map(word => idOfWord(word)) ??
						defaults.programs.filter(id => knownPrograms.has(id)),
				),
				...choosePrograms(catalog, listValue(line, 'inject')?.map(word => idOfWord(word)) ?? []),
			]),
		],
		violationThreshold: numberValue(line, 'violations') ?? defaultViolationThreshold,
	};
}
