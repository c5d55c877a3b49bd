/** The thread that runs cases for the pool (`pool.ts`). */
import {isMainThread, parentPort} from 'node:worker_threads';
import {scenarios} from '../scenarios/index.ts';
import {serve} from './case-server.ts';
import {runCase} from './run-case.ts';

const byId = new Map(scenarios.map(scenario => [scenario.id, scenario]));

if (!isMainThread && parentPort) {
	serve(parentPort, (image, job, progress) => {
		const scenario = byId.get(job.scenario);
		if (!scenario) throw new Error(`there is no scenario '${job.scenario}'`);
		return runCase(image, scenario, job, progress);
	});
}
