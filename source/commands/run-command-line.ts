/** From arguments to an exit status: parse, choose the command, and turn errors into one line and a status. */
import {type CommandName, commandNames} from './commands.ts';
import type {Context} from './context.ts';
import {commandHelp, generalHelp} from './help.ts';
import {type CommandLine, isGiven, parseCommandLine} from './parse-command-line.ts';
import {CompileFailure, UsageError, unknownWord} from './usage-error.ts';

/** Runs a command line (without the program's name); gives the exit status. Never rejects for a mistake of the user. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
	try {
		return await runGlobal(argv, context);
	} catch (error) {
		if (error instanceof CompileFailure) {
			context.stderr.write(`${error.message.trimEnd()}\nptelab: ${error.summary}\n`);
			return 2;
		}

		const message = error instanceof Error ? error.message : String(error);
		context.stderr.write(`ptelab: ${message}\n`);
		return error instanceof UsageError ? 2 : 1;
	}
}

async function runGlobal(argv: readonly string[], context: Context): Promise<number> {
	const [only] = argv.length === 1 ? argv : [];
	if (only === '--version' || only === '-V') {
		context.stdout.write(`${context.version}\n`);
		return 0;
	}

	if (only === '--help' || only === '-h') {
		context.stdout.write(generalHelp());
		return 0;
	}

	const line = parseCommandLine(argv);
	if (isGiven(line, 'help')) {
		context.stdout.write(line.command === 'help' ? generalHelp() : commandHelp(line.command));
		return 0;
	}

	return runCommand(line, context);
}

/** Each command is loaded only when it is run, so that help and errors cost nothing. */
async function runCommand(line: CommandLine, context: Context): Promise<number> {
	switch (line.command) {
		case 'live':
			return (await import('./live.ts')).live(line, context);
		case 'demo':
			return (await import('./demo.ts')).demo(line, context);
		case 'compare':
			return (await import('./compare.ts')).compare(line, context);
		case 'explore':
			return (await import('./explore.ts')).explore(line, context);
		case 'check':
			return (await import('./check.ts')).check(line, context);
		case 'merge':
			return (await import('./merge.ts')).merge(line, context);
		case 'walk':
			return (await import('./walk.ts')).walk(line, context);
		case 'dump':
			return (await import('./dump.ts')).dump(line, context);
		case 'list':
			return (await import('./list.ts')).list(line, context);
		case 'help':
			return helpCommand(line.input[0], context);
		case 'version':
			context.stdout.write(`${context.version}\n`);
			return 0;
	}
}

function helpCommand(word: string | undefined, context: Context): number {
	context.stdout.write(word === undefined ? generalHelp() : commandHelp(knownCommand(word)));
	return 0;
}

function knownCommand(word: string): CommandName {
	const known = commandNames.find(name => name === word);
	if (known === undefined) {
		throw unknownWord('command', word, commandNames, 'ptelab help');
	}

	return known;
}
