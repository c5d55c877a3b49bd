/** `ptelab dump`: a machine's physical memory as a raw image, with a manifest. */
import {dumpManifest, manifestFile, memoryFile} from '../machine/dump-manifest.ts';
import type {Context} from './context.ts';
import {type CommandLine, isGiven, wordValue} from './parse-command-line.ts';
import {printJson} from './print.ts';
import {readStillOptions} from './still-options.ts';
import {UsageError} from './usage-error.ts';

/** Runs the command; gives the exit status. */
export async function dump(line: CommandLine, context: Context): Promise<number> {
	const folder = wordValue(line, 'out');

	if (folder === undefined) {
		throw new UsageError('dump needs a folder to write to: --out <dir>');
	}

	const options = readStillOptions(line, await context.loadCatalog());
	await checkFolder(folder, isGiven(line, 'force'), context);

	const machine = await context.bootStill(options);
	const manifest = dumpManifest(machine);
	const text = `${JSON.stringify(manifest, null, '\t')}\n`;

	try {
		await context.makeFolder(folder);
		await context.writeBytes(`${folder}/${memoryFile}`, machine.reader.bytes);
		await context.writeFile(`${folder}/${manifestFile}`, text);
	} catch (error) {
		throw new Error(`cannot write to ${folder}: ${error instanceof Error ? error.message : String(error)}`);
	}

	const count = (kind: string) => manifest.pairs.filter(pair => pair.kind === kind).length;
	const addresses = {page: count('page'), scratch: count('scratch'), unmapped: count('unmapped')};

	if (isGiven(line, 'json')) {
		const {arch, variant, seed, operations, memory, registers} = manifest;
		const files = [`${folder}/${memoryFile}`, `${folder}/${manifestFile}`];
		printJson(context.stdout, {arch, variant, seed, operations, files, memory, registers, addresses});
		return 0;
	}

	const total = manifest.pairs.length;
	context.stdout.write(
		[
			`${folder}/${memoryFile}: ${manifest.memory.bytes / 2 ** 20} MiB of ${manifest.arch}, from physical address ${manifest.memory.physicalBase} on`,
			`${folder}/${manifestFile}: ${total} addresses (${addresses.page} of pages, ${addresses.scratch} of scratch, ${addresses.unmapped} unmapped)`,
			...manifest.registers.map(({name, value}) => `${name} ${value}`),
			'',
		].join('\n'),
	);
	return 0;
}

/** Nothing of the user is overwritten unless he says so, and then he is told. */
async function checkFolder(folder: string, force: boolean, context: Context): Promise<void> {
	const files = await listFolder(folder, context);

	if (files.length === 0) {
		return;
	}

	if (!force) {
		throw new UsageError(`${folder} is not empty: name another folder, or add --force`);
	}

	const old = files.filter(file => file === memoryFile || file === manifestFile);
	const what =
		old.length === 0 ? 'the dump is written beside what is there' : `overwriting ${old.join(', ')}`;
	context.stderr.write(`ptelab: ${folder} is not empty: ${what}\n`);
}

async function listFolder(folder: string, context: Context): Promise<readonly string[]> {
	try {
		return (await context.listFolder(folder)) ?? [];
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
			throw new UsageError(`${folder} is a file: name a folder`);
		}

		throw error;
	}
}
