/** `ptelab walk`: one address level by level, or one raw entry, with every field named. */
import type {Arch} from '../arch/arch.ts';
import {walk as walkTables} from '../arch/index.ts';
import {imageOfDump, manifestFile, memoryFile, parseDumpManifest} from '../machine/dump-manifest.ts';
import {entryReader, imageOfMachine, type MemoryImage, mappedKind} from '../machine/memory-image.ts';
import {
	createPaint,
	entryDocument,
	entryLines,
	kindOf,
	type WalkReport,
	walkDocument,
	walkLines,
} from '../report/walk-report.ts';
import type {Catalog} from './catalog.ts';
import type {Context} from './context.ts';
import {type CommandLine, isGiven, wordValue} from './parse-command-line.ts';
import {printJson} from './print.ts';
import {machineFlagNames, oneArch, readStillOptions} from './still-options.ts';
import {stillArch} from './table-commands.ts';
import {UsageError, unknownWord} from './usage-error.ts';
import {isUserAddress, parseAddress, parseNumber, placeOf} from './walk-address.ts';

/** Runs the command; gives the exit status. */
export async function walk(line: CommandLine, context: Context): Promise<number> {
	const catalog = await context.loadCatalog();

	if (isGiven(line, 'entry')) {
		return showEntry(line, catalog, context);
	}

	if (isGiven(line, 'level')) {
		throw new UsageError('--level is for a raw entry: name one with --entry');
	}

	const image = isGiven(line, 'image')
		? await readImage(line, catalog, context)
		: imageOfMachine(await context.bootStill(readStillOptions(line, catalog)));
	const report = walkImage(image, parseAddress(line.input[0] ?? 'arena', image), isGiven(line, 'user'));

	if (isGiven(line, 'json')) {
		printJson(context.stdout, walkDocument(report));
	} else {
		writeLines(context, walkLines(report, createPaint(context.stdout.colour)));
	}

	return report.walk.end === 'mapped' ? 0 : 1;
}

function walkImage(image: MemoryImage, address: bigint, user: boolean): WalkReport {
	const root = user || isUserAddress(image, address) ? 'user' : 'kernel';
	const rootPhys = root === 'user' ? image.userRoot : image.kernelRoot;
	const place = placeOf(image, address);
	const found = walkTables(image.arch, entryReader(image), rootPhys, address);
	const isArena = place !== '' && found.result !== null;

	return {
		arch: image.arch,
		address,
		place,
		root,
		rootPhys,
		walk: found,
		what: isArena ? mappedKind(image, found.result?.phys ?? 0n) : null,
	};
}

/** Decodes a raw value alone. */
function showEntry(line: CommandLine, catalog: Catalog, context: Context): number {
	const [address] = line.input;
	const wrong = (['image', 'user', ...machineFlagNames] as const).find(name => isGiven(line, name));

	if (address !== undefined || wrong !== undefined) {
		throw new UsageError(
			`--entry decodes one value and walks nothing: leave out '${address ?? `--${wrong}`}'`,
		);
	}

	const arch = archOf(catalog, oneArch(line, catalog) ?? stillArch);
	const raw = parseNumber(wordValue(line, 'entry') ?? '', 'entry');
	const level = levelOf(arch, wordValue(line, 'level'));
	const bits = (arch.levels[level]?.entryBytes ?? 8) * 8;

	if (raw >> BigInt(bits) !== 0n) {
		throw new UsageError(
			`--entry 0x${raw.toString(16)} is too large: a ${arch.levels[level]?.name} of ${arch.id} has ${bits} bits`,
		);
	}

	if (isGiven(line, 'json')) {
		printJson(context.stdout, {arch: arch.id, ...entryDocument(arch, level, raw)});
	} else {
		writeLines(context, entryLines(arch, level, raw, createPaint(context.stdout.colour)));
	}

	const kind = kindOf(arch, level, raw);

	return kind === 'table' || kind === 'leaf' ? 0 : 1;
}

/** A level by its number or its name; the last one without a word. */
function levelOf(arch: Arch, word: string | undefined): number {
	if (word === undefined) {
		return arch.levels.length - 1;
	}

	const names = arch.levels.map(level => level.name);
	const level = /^\d+$/.test(word) ? Number(word) : names.indexOf(word);

	if (level < 0 || level >= names.length) {
		const known = names.map((name, number) => `${number} ${name}`).join(', ');
		throw unknownWord('level', word, names, `${arch.id} has ${known}`);
	}

	return level;
}

/** A dump from its folder. */
async function readImage(line: CommandLine, catalog: Catalog, context: Context): Promise<MemoryImage> {
	const folder = wordValue(line, 'image') ?? '';
	const wrong = machineFlagNames.find(name => isGiven(line, name));

	if (wrong !== undefined) {
		throw new UsageError(`--image has its own machine: leave out --${wrong}`);
	}

	try {
		const manifest = parseDumpManifest(await context.readFile(`${folder}/${manifestFile}`));
		const wanted = oneArch(line, catalog);

		if (wanted !== undefined && wanted !== manifest.arch) {
			throw new UsageError(`the dump in ${folder} is of ${manifest.arch}, not of ${wanted}`);
		}

		const bytes = await context.readBytes(`${folder}/${memoryFile}`);

		return imageOfDump(archOf(catalog, manifest.arch), manifest, bytes);
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		throw new UsageError(`no dump in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
	}
}

function archOf(catalog: Catalog, id: string): Arch {
	const arch = catalog.archs.find(known => known.id === id);

	if (arch === undefined) {
		throw unknownWord(
			'architecture',
			id,
			catalog.archs.map(known => known.id),
			'ptelab list archs',
		);
	}

	return arch;
}

function writeLines({stdout}: Context, lines: readonly string[]): void {
	stdout.write(`${lines.join('\n')}\n`);
}
