/**
 * Import this before anything that compiles, in tests that are run by themselves: it does what the test runner's own
 * preload does, so that Binaryen's 14 MB of JavaScript load in a third of a second instead of eight.
 */
import '../../scripts/plain-packages.mjs';
