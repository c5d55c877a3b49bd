/**
 * Explores every case that the build has an image for and writes docs/verdicts.md. `npm run verdicts`; `-- --json FILE` also writes the reports.
 * Exits with 1 when a case differs from a settled expectation and nothing is said about it, or could not be run.
 */
import {writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {loadCatalog} from '../source/commands/catalog.ts';
import {withHistory} from '../source/commands/explore-cases.ts';
import {selectCases} from '../source/commands/explore-select.ts';
import {createExplorer} from '../source/commands/explorer.ts';
import {builtExploreImageIds} from '../source/explore/built-explore-images.ts';
import {type CaseOptions, isAsExpected} from '../source/explore/case.ts';
import {variants} from '../source/kernel/variants/index.ts';
import {verdictsDocument} from '../source/report/verdicts-document.ts';
import {disagreementAbout} from '../source/scenarios/disagreements.ts';
import {scenarios} from '../source/scenarios/index.ts';

const options: CaseOptions = {
	reduction: true,
	limits: {milliseconds: 60_000},
	outcomes: false,
	simulate: null,
	shard: null,
	environment: null,
};

const threads = availableParallelism();
const started = performance.now();
const explorer = createExplorer();
const catalog = await loadCatalog();
const cases = selectCases(
	scenarios,
	variants.map(({id}) => ({id, base: null})),
	builtExploreImageIds,
	[],
);
let done = 0;
const found = await explorer.runCases(
	cases.map(name => ({...name, options})),
	{
		report() {
			done++;
			if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done} of ${cases.length} cases`);
		},
		progress() {},
		signal: new AbortController().signal,
		jobs: threads,
	},
);
const seconds = (performance.now() - started) / 1000;
const reports = found.map(report => withHistory(report, catalog, ''));
const root = new URL('..', import.meta.url);
writeFileSync(
	new URL('docs/verdicts.md', root),
	verdictsDocument({
		scenarios,
		reports,
		disagreementAbout,
		sourceText: arch => explorer.sourceText(arch),
		seconds,
		threads,
	}),
);
const json = process.argv.indexOf('--json');
const jsonFile = json < 0 ? undefined : process.argv[json + 1];
if (jsonFile !== undefined) writeFileSync(jsonFile, JSON.stringify({cases: reports}));

const odd = reports.filter(
	report =>
		report.error !== null ||
		(isAsExpected(report) === false &&
			disagreementAbout(report.scenario, report.arch, report.variant) === null),
);
console.error(
	`verdicts: ${reports.length} cases in ${seconds.toFixed(1)} s, ${odd.length} otherwise than expected without a word on it`,
);
for (const {scenario, arch, variant, verdict, property, expected, error} of odd) {
	console.error(
		`  ${scenario} ${arch} ${variant}: ${error ?? `${verdict} ${property ?? ''}, expected ${expected}`}`,
	);
}
process.exit(odd.length > 0 ? 1 : 0);
