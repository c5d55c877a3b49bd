/**
 * Builds `dist/`: an image per architecture, the command line program, the worker of the emulated CPUs, and the C sources.
 * Does nothing when no input has changed; otherwise each step says one line on stderr. Arguments pick steps: `images`,
 * `worker`, `bundle`, `sources`.
 *
 * Nothing but Node's own modules is loaded before it is clear that there is work to do.
 */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {StepName} from './build-steps.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampPath = `${root}dist/build.json`;
const stepNames: readonly StepName[] = ['images', 'worker', 'bundle', 'sources'];

/** What the last build was made from and made. */
interface Stamp {
	/** Hash of all inputs, by step. */
	inputs: Partial<Record<StepName, string>>;
	/** Paths relative to the root, by step. */
	outputs: Partial<Record<StepName, string[]>>;
}

/** Files and folders that each step depends on, relative to the root. */
const inputs: Record<StepName, readonly string[]> = {
	images: [
		'source/arch',
		'source/compiler',
		'source/kernel',
		'source/programs',
		'source/machine/vocabulary.ts',
		'source/machine/vocabulary-header.ts',
		'source/scenarios',
		'source/explore/build-explore-image.ts',
		'source/explore/built-explore-images.ts',
		'source/explore/scenario-sources.ts',
		'source/explore/properties',
		'scripts/build.ts',
		'scripts/build-steps.ts',
		'scripts/build-images.ts',
		'scripts/build-images-thread.mjs',
		'scripts/plain-packages.mjs',
		'package-lock.json',
	],
	worker: [
		'source/machine',
		'source/compiler',
		'source/explore',
		'source/scenarios',
		'source/arch',
		'scripts/build.ts',
		'scripts/build-steps.ts',
		'package-lock.json',
	],
	bundle: [
		'cli.tsx',
		'source',
		'scripts/build.ts',
		'scripts/build-steps.ts',
		'package-lock.json',
		'tsconfig.json',
	],
	sources: [
		'source/kernel',
		'source/programs',
		'source/arch',
		'source/scenarios',
		'scripts/build.ts',
		'scripts/build-steps.ts',
	],
};

await build(process.argv.slice(2));

async function build(words: readonly string[]): Promise<void> {
	const unknown = words.find(word => !stepNames.some(name => name === word));

	if (unknown !== undefined) {
		console.error(`unknown step ${unknown}: there are ${stepNames.join(', ')}`);
		process.exitCode = 2;
		return;
	}

	const stamp = readStamp();
	const texts = new Map<string, string>();
	const hashes = Object.fromEntries(stepNames.map(name => [name, hashInputs(inputs[name], texts)]));
	const due = stepNames.filter(name => {
		const isPicked = words.length === 0 || words.includes(name);
		const outputs = stamp.outputs[name] ?? [];
		const isFresh =
			stamp.inputs[name] === hashes[name] && outputs.every(path => existsSync(`${root}${path}`));

		return isPicked && !isFresh;
	});

	if (due.length === 0) {
		return;
	}

	const {steps} = await import('./build-steps.ts');
	mkdirSync(`${root}dist`, {recursive: true});

	for (const name of due) {
		try {
			stamp.outputs[name] = await steps[name](root, stamp.outputs[name] ?? []);
			stamp.inputs[name] = hashes[name] ?? '';
		} catch (error) {
			delete stamp.inputs[name];
			console.error(`build: ${name}: ${error instanceof Error ? error.message : String(error)}`);
			process.exitCode = 1;
		}

		writeFileSync(stampPath, JSON.stringify(stamp, null, '\t'));
	}
}

function readStamp(): Stamp {
	try {
		return JSON.parse(readFileSync(stampPath, 'utf8')) as Stamp;
	} catch {
		return {inputs: {}, outputs: {}};
	}
}

/** SHA-256 over paths and contents. Contents are kept by path, since the steps share inputs. */
function hashInputs(paths: readonly string[], hashes: Map<string, string>): string {
	const total = createHash('sha256').update(process.version);

	for (const path of paths.flatMap(listFiles)) {
		let hash = hashes.get(path);

		if (hash === undefined) {
			hash = createHash('sha256')
				.update(readFileSync(`${root}${path}`))
				.digest('hex');
			hashes.set(path, hash);
		}

		total.update(`${path}\0${hash}\0`);
	}

	return total.digest('hex');
}

/** A file itself, or all files below a folder in a stable order; nothing when there is no such path. */
function listFiles(path: string): string[] {
	if (!existsSync(`${root}${path}`)) {
		return [];
	}

	try {
		return readdirSync(`${root}${path}`, {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile())
			.map(entry => `${entry.parentPath}/${entry.name}`.slice(root.length))
			.sort();
	} catch {
		return [path];
	}
}
