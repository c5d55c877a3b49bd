/**
 * Runs every test file below `test/` with Node's test runner, two at a time, and prints its spec report. Fails when a test
 * fails, and when nothing ran: no test at all, or a file without one. Names given as arguments pick the files whose path has one.
 */
import {readdirSync} from 'node:fs';
import {resolve} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../test', import.meta.url));
/** Test files that run at the same time: the checks are meant to pass on a machine with two cores. */
const concurrency = 2;
/** No file takes longer unless it hangs. */
const fileMilliseconds = 180_000;

const files = findTestFiles(process.argv.slice(2));
const emptyFiles = new Set(files);
let tests = 0;
let failures = 0;

if (files.length === 0) {
	console.error(`no test files in ${folder}`);
	process.exit(1);
}

// The runner hands these arguments on to the process of each test file.
process.execArgv.push('--import', new URL('./plain-packages.mjs', import.meta.url).href);

const stream = run({files, concurrency, timeout: fileMilliseconds});

stream.on('test:pass', ({name, file, details}) => count(name, file, details.type));
stream.on('test:fail', ({name, file, details}) => {
	count(name, file, details.type);
	failures += 1;
});

stream.compose(new spec()).pipe(process.stdout);

stream.on('end', () => {
	if (tests === 0) {
		console.error('no test ran');
	}

	for (const file of emptyFiles) {
		console.error(`${file} holds no test`);
	}

	process.exitCode = failures > 0 || tests === 0 || emptyFiles.size > 0 ? 1 : 0;
});

/** A file without tests is reported as one test with the file's own name. */
function count(name: string, file: string | undefined, type: string | undefined): void {
	if (
		type === 'suite' ||
		resolve(name) === (file === undefined ? '' : resolve(file)) ||
		files.includes(name)
	) {
		return;
	}

	tests += 1;

	if (file !== undefined) {
		emptyFiles.delete(resolve(file));
	}
}

function findTestFiles(words: readonly string[]): string[] {
	return readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
		.map(entry => resolve(entry.parentPath, entry.name))
		.filter(path => words.length === 0 || words.some(word => path.includes(word)))
		.sort();
}
