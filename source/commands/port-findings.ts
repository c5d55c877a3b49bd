/**
 * What is wrong with `ptep_try_set()` on each architecture, found by exploring the port scenarios (`scenarios/port.ts`) there: what
 * `compare` prints beside the counters of a race.
 */
import {availableParallelism} from 'node:os';
import {type CandidateId, withCandidate} from '../arch/candidates.ts';
import type {Arch} from '../arch/index.ts';
import type {CaseOptions, CaseReport} from '../explore/case.ts';
import type {PortFinding, PortResult} from '../report/port-result.ts';
import {findingOf, portScenarios, portVariant} from '../scenarios/port.ts';
import type {Context} from './context.ts';
import {mostJobs} from './explore-flags.ts';

/** They are small: each ends within milliseconds. */
const options: CaseOptions = {
	reduction: true,
	limits: {milliseconds: 10_000},
	outcomes: false,
	simulate: null,
	shard: null,
	environment: null,
};

/** Where there is no helper at all, there is nothing to explore. */
const stub: PortFinding = {
	id: 'stub',
	text: 'upstream has no helper here: the stub always fails',
	scenario: '',
	token: null,
};

/**
 * Explores the port scenarios on these architectures, with the helpers of `candidate`. Cases that were not finished when the
 * signal was aborted are left out. Rejects when a case could not be run.
 */
export async function explorePorts(
	context: Context,
	archs: readonly Arch[],
	candidate: CandidateId,
	signal: AbortSignal,
): Promise<Map<string, PortResult>> {
	const isStub = ({upstream}: Arch) => candidate === 'upstream' && !upstream.trySet;
	const explorer = await context.loadExplorer();
	const variant = withCandidate(portVariant, candidate);
	const jobs = archs
		.filter(arch => !isStub(arch))
		.flatMap(({id}) => portScenarios.map(scenario => ({scenario: scenario.id, arch: id, variant, options})));
	const reports = await explorer.runPortCases(jobs, {
		report: () => {},
		progress: () => {},
		signal,
		jobs: Math.min(mostJobs, availableParallelism()),
	});
	const failed = reports.find(({error}) => error !== null);
	if (failed !== undefined) {
		throw new Error(`${failed.scenario} on ${failed.arch}: ${failed.error}`);
	}

	return new Map(
		archs.map(arch => [
			arch.id,
			isStub(arch)
				? {verdicts: {}, findings: [stub]}
				: portResult(reports.filter(each => each.arch === arch.id)),
		]),
	);
}

function portResult(reports: readonly CaseReport[]): PortResult {
	const inOrder = portScenarios.flatMap(({id}) => reports.find(({scenario}) => scenario === id) ?? []);
	return {
		verdicts: Object.fromEntries(inOrder.map(({scenario, verdict}) => [scenario, verdict])),
		findings: inOrder.flatMap(({scenario, verdict, token}) => {
			const finding = verdict === 'violated' ? findingOf(scenario) : null;
			return finding === null ? [] : [{...finding, scenario, token}];
		}),
	};
}
