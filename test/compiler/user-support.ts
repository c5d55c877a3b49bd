/** Users' files brought to compile and to run. */
import './quick-binaryen.ts';
import {archById} from '../../source/arch/index.ts';
import {generatedHeaders, headersOf} from '../../source/compiler/build-image.ts';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Unit} from '../../source/compiler/ir/ir.ts';
import {link} from '../../source/compiler/link.ts';
import {builtInSources} from '../../source/compiler/source-tree.ts';
import {unitCompiler} from '../../source/compiler/unit-compiler.ts';
import {prepareUserUnit, type UserUnit} from '../../source/compiler/user-unit.ts';
import {start} from './emit-helpers.ts';

export const path = 'folder/mine.c';

/** Where the user's unit ends up. */
export const unitPath = 'user/mine.c';

/** The built-in texts of an architecture, and what compiles against them. */
export function laboratory(arch = 'x86_64') {
	const mode = archById(arch);
	const sources = builtInSources(mode);
	const headers = {...headersOf(sources.kernel), ...generatedHeaders(mode, sources.pgtable)};
	const warnings: string[] = [];
	const compile = unitCompiler({warn: text => warnings.push(text)}, headers);

	return {
		mode,
		sources,
		warnings,
		/** Prepares a user's file on a base. */
		prepare(text: string, base = 'VJ', kernel = sources.kernel): UserUnit {
			const variant = sources.variants.find(({id}) => id === base);
			if (variant === undefined) {
				throw new Error(`no variant ${base}`);
			}

			return prepareUserUnit({path, text, base: variant, kernel, pgtable: sources.pgtable});
		},
		/** Compiles one file. */
		compile: (name: string, text: string): Promise<Unit> =>
			compile(name, text, {triple: mode.triple, defines: mode.defines}),
	};
}

/** Prepares, compiles and reads a user's file; the unit that came of it. */
export async function compileUser(text: string, base = 'VJ', arch = 'x86_64'): Promise<Unit> {
	const lab = laboratory(arch);
	const {files} = lab.prepare(text, base);

	return lab.compile(unitPath, files[unitPath] ?? '');
}

/** What the driver can be asked: its functions take and give 32-bit numbers. */
export type Run = (name: string, ...args: number[]) => number;

/**
 * Runs a user's file with a driver in the place of the kernel: it defines what the file needs and calls what the file
 * defines. The driver's functions without parameters of their own are exported.
 */
export async function runUser(text: string, driver: string): Promise<Run> {
	const lab = laboratory();
	const {files} = lab.prepare(text);
	const names = [...driver.matchAll(/^u32 (\w+)\((?:void|u32 \w+)\)$/gm)].flatMap(([, name]) => name ?? []);
	const units = [
		await lab.compile(unitPath, files[unitPath] ?? ''),
		await lab.compile('driver.c', driver),
		await lab.compile('lib/string.c', lab.sources.kernel['lib/string.c'] ?? ''),
	];
	const image = await emitRun(
		link({
			arch: 'x86_64',
			memoryBytes: 0x10_0000,
			core: units.map(unit => ({unit, direct: true})),
			variants: [],
			programs: [],
			slots: [],
			exports: names,
		}),
		{optimize: false},
	);
	const running = start(image);

	return (name, ...args) => running.call(name, ...args);
}
