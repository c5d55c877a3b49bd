/** Runs walk and dump on machines of the built images. */
import {loadCatalog} from '../../source/commands/catalog.ts';
import {imagesInFolder} from '../../source/machine/image-store.ts';
import {bootStill} from '../../source/machine/still-machine.ts';
import {type Run, type RunOptions, run} from './fake-context.ts';

const images = imagesInFolder(new URL('../../dist/images', import.meta.url).pathname);
const catalog = await loadCatalog();

/** Runs a command line with the real catalog and real machines; files and outputs are the test's own. */
export async function runTables(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
	return run(argv, {catalog, bootStill: machine => bootStill(machine, images), ...options});
}
