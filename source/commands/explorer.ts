/** The explorer as commands have it: cases on worker threads, on the images of the build or on one with the user's C in it. */
import {homedir} from 'node:os';
import {join} from 'node:path';
import {archById} from '../arch/index.ts';
import {clangVersion} from '../compiler/clang.ts';
import type {StepImage} from '../compiler/emit-step.ts';
import {folderCache} from '../compiler/folder-cache.ts';
import {IrError} from '../compiler/ir/ir.ts';
import {builtInSources} from '../compiler/source-tree.ts';
import type {LlvmCache, SourceTree} from '../compiler/unit-compiler.ts';
import {patchBase} from '../compiler/user-patch-base.ts';
import {type UserVariant, userVariant} from '../compiler/user-variant.ts';
import {buildExploreImage} from '../explore/build-explore-image.ts';
import {
	builtExploreImages,
	compileExploreImage,
	type ExploreImages,
	rememberExploreImages,
} from '../explore/explore-images.ts';
import {runOnPool} from '../explore/pool.ts';
import type {RunCases} from '../explore/run-cases.ts';
import {scenarioSources} from '../explore/scenario-sources.ts';
import {builtFile} from '../machine/built-file.ts';
import {nearestWord} from '../report/words.ts';
import type {Explorer, PreparedUser, UserSource} from './explore-runner.ts';
import {builtInSourceText} from './explore-source-text.ts';
import {CompileFailure} from './usage-error.ts';

/** The explorer of this program. Images are loaded when a case needs them. */
export function createExplorer(): Explorer {
	return {
		runCases: runOn(builtExploreImages()),
		runPortCases: runOn(builtExploreImages(undefined, builtFile('port'))),
		prepareUser,
		sourceText: builtInSourceText,
		patchBase: base => patchBase(base),
	};
}

function runOn(images: ExploreImages): RunCases {
	return (jobs, {report, progress, signal, jobs: workers}) =>
		runOnPool(jobs, {workers, images, report, progress, signal});
}

/** Compiles what the user brings for each architecture at once, so that what is wrong with it comes before any case. */
async function prepareUser(source: UserSource, archs: readonly string[]): Promise<PreparedUser> {
	const cache = folderCache({version: clangVersion(), folders: [builtFile('llvm'), cacheFolder()]});
	const notes = new Set<string>();
	const defines = new Set<string>();
	const texts: SourceTree = {};
	let variant = '';
	const images = rememberExploreImages(async arch => {
		const made = await makeImage(source, arch, cache);
		variant = made.variant;
		Object.assign(texts, made.texts);
		for (const note of made.notes) notes.add(note);
		for (const name of made.defines) defines.add(name);
		return compileExploreImage(made.image);
	});
	for (const arch of archs) await images(arch);
	return {
		variant,
		run: runOn(images),
		defines: [...defines],
		notes: [...notes],
		sourceText: (file, line) => texts[file]?.split('\n')[line - 1] ?? null,
	};
}

interface UserImage extends Pick<UserVariant, 'defines' | 'notes' | 'texts'> {
	variant: string;
	image: StepImage;
}

async function makeImage(source: UserSource, arch: string, cache: LlvmCache): Promise<UserImage> {
	const sources = builtInSources(archById(arch));
	let made: UserVariant | undefined;
	try {
		made = await userVariant(source, archById(arch), sources);
		const image = await buildExploreImage({
			...sources,
			variants: [made.variant],
			...scenarioSources(arch),
			cache,
			optimize: false,
		});
		return {variant: made.variant.id, image, defines: made.defines, notes: made.notes, texts: made.texts};
	} catch (error) {
		throw explained(error, {arch, path: source.path, made});
	}
}

/** What is wrong with the user's C becomes a failure to compile; anything else is a fault of the lab. */
function explained(
	error: unknown,
	{arch, path, made}: {arch: string; path: string; made: UserVariant | undefined},
): unknown {
	if (!(error instanceof Error)) return error;
	switch (error.name) {
		case 'CompileError':
		case 'UserCodeError':
			return new CompileFailure(error.message, arch);
		case 'PatchError':
			return new CompileFailure(error.message, arch, 'the patch does not apply');
		case 'IrError':
			// What the compiler gives no line, such as assembly at file level.
			return new CompileFailure(
				error instanceof IrError && error.line > 0 ? error.message : `${path}: error: ${error.message}`,
				arch,
			);
		case 'LinkError': {
			const lines = error.message.split('\n').map(line => made?.explain(line, nearestWord) ?? line);
			return new CompileFailure(
				lines.map(line => (isPlaced(line) ? line : `${path}: error: ${line}`)).join('\n'),
				arch,
			);
		}
		default:
			return error;
	}
}

/** Whether a line begins with a file and a line number. */
function isPlaced(line: string): boolean {
	return /^[^\s:]+:\d+/.test(line);
}

function cacheFolder(): string {
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ptelab');
}
