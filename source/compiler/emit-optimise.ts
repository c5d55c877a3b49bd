/**
 * What Binaryen's optimiser does to a module, and what is kept from it.
 */
import type {Binaryen, Module} from './emit-binaryen.ts';
import {names} from './emit-context.ts';

/**
 * Optimises in place. Clang has done the classic work already; what is left is the shape that the emitter gives: too
 * many locals, blocks and masks, and small functions of other units.
 */
export function optimise(api: Binaryen, module: Module): void {
	api.setOptimizeLevel(3);
	api.setShrinkLevel(0);
	api.setDebugInfo(false);
	// The check before an access contains a call, which the usual rules never inline.
	api.setAlwaysInlineMaxSize(30);
	api.setFlexibleInlineMaxSize(60);
	api.setOneCallerInlineMaxSize(300);
	module.optimize();
}

/**
 * Puts the fences in place. Until now each was a call of an imported function, which every pass leaves where it is;
 * Binaryen's `precompute` takes an `atomic.fence` for an expression without effect and removes it.
 */
export function replaceFences(api: Binaryen, module: Module): void {
	const isUsed = module.getFunction(names.fence) !== 0;
	if (!isUsed) return;
	module.removeFunction(names.fence);
	module.addFunction(names.fence, api.none, api.none, [], module.atomic.fence());
	module.runPasses(['inlining']);
}
