/** The scenarios, in the order of the claims they decide. */
import {c1FaultUnderOwnLock} from './c1-fault-under-own-lock.ts';
import {c2OwnLockRefused} from './c2-own-lock-refused.ts';
import {c2TrylockUnderForeignLock} from './c2-trylock-under-foreign-lock.ts';
import {c2TrylockUnderOwnLock} from './c2-trylock-under-own-lock.ts';
import {c3LockKeptByAnother} from './c3-lock-kept-by-another.ts';
import {c3RulePlainWriter} from './c3-rule-plain-writer.ts';
import {c3RulePlainWriterLoses} from './c3-rule-plain-writer-loses.ts';
import {c3RuleTableFreed} from './c3-rule-table-freed.ts';
import {c3RuleTableKept} from './c3-rule-table-kept.ts';
import {c3RuleUserProtection} from './c3-rule-user-protection.ts';
import {c3RuleUserReference} from './c3-rule-user-reference.ts';
import {c3RuleUserTable} from './c3-rule-user-table.ts';
import {c3StoreWithoutCompare} from './c3-store-without-compare.ts';
import {c3TwoFaultsOnePage} from './c3-two-faults-one-page.ts';
import {c4ReachOfRecovery} from './c4-reach-of-recovery.ts';
import {c4TableMissing} from './c4-table-missing.ts';
import {c5ScratchBetweenCheckAndStore} from './c5-scratch-between-check-and-store.ts';
import {c6NeighbourSpeculates} from './c6-neighbour-speculates.ts';
import {c6StrayStaysAlone} from './c6-stray-stays-alone.ts';
import {c6TwoProgramsOneArena} from './c6-two-programs-one-arena.ts';
import {c7LiveEntryRepointed} from './c7-live-entry-repointed.ts';
import {c8AllocationMeetsScratch} from './c8-allocation-meets-scratch.ts';
import {c9CallerCannotSleep} from './c9-caller-cannot-sleep.ts';
import {c9FirstHoleScratched} from './c9-first-hole-scratched.ts';
import {c9ScratchedPageRefused} from './c9-scratched-page-refused.ts';
import {c10ClearAgainstFault} from './c10-clear-against-fault.ts';
import {c10ClearAgainstSet} from './c10-clear-against-set.ts';
import {c10InstallWithoutLock} from './c10-install-without-lock.ts';
import {c10TwoClearsWithoutLock} from './c10-two-clears-without-lock.ts';
import {c11FreeOfScratchedPages} from './c11-free-of-scratched-pages.ts';
import {c12DestroyFreesWhatItFinds} from './c12-destroy-frees-what-it-finds.ts';
import {c12DestroyWithScratch} from './c12-destroy-with-scratch.ts';
import {c13ClearAfterRead} from './c13-clear-after-read.ts';
import {c13ClearWithoutLock} from './c13-clear-without-lock.ts';
import {c13SetWithoutLock} from './c13-set-without-lock.ts';
import {c14ScratchComesBack} from './c14-scratch-comes-back.ts';
import {c15FewTouchesGetThrough} from './c15-few-touches-get-through.ts';
import {c15OneTouch} from './c15-one-touch.ts';
import {c15PeerEvictedUntilDone} from './c15-peer-evicted-until-done.ts';
import {c15PeerGetsThroughUntilDone} from './c15-peer-gets-through-until-done.ts';
import {c15PeerTouchesUntilDone} from './c15-peer-touches-until-done.ts';
import {c16RaceLost} from './c16-race-lost.ts';
import {c16WinnerCleared} from './c16-winner-cleared.ts';
import {c17UserAfterAllocation} from './c17-user-after-allocation.ts';
import {c17UserMeetsScratch} from './c17-user-meets-scratch.ts';
import {c17UserShutOut} from './c17-user-shut-out.ts';
import {c18LookupWithoutLock} from './c18-lookup-without-lock.ts';
import {c18TwoUserFaults} from './c18-two-user-faults.ts';
import {c18UserFaultAgainstFree} from './c18-user-fault-against-free.ts';
import {c20ZeroIsNone} from './c20-zero-is-none.ts';
import {c21LateBitsBornClear} from './c21-late-bits-born-clear.ts';
import {c21LateBitsBornSet} from './c21-late-bits-born-set.ts';
import {c21StrayBitsAllocation} from './c21-stray-bits-allocation.ts';
import {c21StrayBitsRecovery} from './c21-stray-bits-recovery.ts';
import {c22StubRecovery} from './c22-stub-recovery.ts';
import {c23HandledMeansMapped} from './c23-handled-means-mapped.ts';
import {c24ScratchWithoutFlush} from './c24-scratch-without-flush.ts';
import {c25EarlierMiss} from './c25-earlier-miss.ts';
import {c25KfuncAfterAllocation} from './c25-kfunc-after-allocation.ts';
import {c25StoreAfterAllocation} from './c25-store-after-allocation.ts';
import {c30ScratchBrokenBeforePage} from './c30-scratch-broken-before-page.ts';
import {c31FlushInAllocation} from './c31-flush-in-allocation.ts';
import {c31FlushInterruptsOff} from './c31-flush-interrupts-off.ts';
import {c32OtherCpu} from './c32-other-cpu.ts';
import {c32SameCpu} from './c32-same-cpu.ts';
import {c32SearchGoesOn} from './c32-search-goes-on.ts';
import {c32TwoPagesAlias} from './c32-two-pages-alias.ts';
import {c32UserDoesNotSee} from './c32-user-does-not-see.ts';
import {c33FreedPageOutOfReach} from './c33-freed-page-out-of-reach.ts';
import {c33UserMappingGone} from './c33-user-mapping-gone.ts';
import {c34DeferredAndDirect} from './c34-deferred-and-direct.ts';
import {c34DeferredWorker} from './c34-deferred-worker.ts';
import {c34FirstStoreLost} from './c34-first-store-lost.ts';
import {c34LockTimeout} from './c34-lock-timeout.ts';
import {c34NoLockNoMemory} from './c34-no-lock-no-memory.ts';
import {c34RangeReturnedBeforeFlush} from './c34-range-returned-before-flush.ts';
import {c34SameCpuAgain} from './c34-same-cpu-again.ts';
import {c34ThreeCpus} from './c34-three-cpus.ts';
import {c34UserFaultsWhileBusy} from './c34-user-faults-while-busy.ts';
import {c34UserMapping} from './c34-user-mapping.ts';
import {c35AllocatedAgain} from './c35-allocated-again.ts';
import {c35ScratchBeforeFlush} from './c35-scratch-before-flush.ts';
import {c36DeferredPageUsable} from './c36-deferred-page-usable.ts';
import {c40BpfAccessAfterScratch} from './c40-bpf-access-after-scratch.ts';
import {c41BelowArena} from './c41-below-arena.ts';
import {c41UpperGuard} from './c41-upper-guard.ts';
import {c42InnermostProgram} from './c42-innermost-program.ts';
import {c42NestedProgram} from './c42-nested-program.ts';
import {c42NoProgram} from './c42-no-program.ts';
import {c43ExceptionTableFirst} from './c43-exception-table-first.ts';
import {c43WriteToReadOnly} from './c43-write-to-read-only.ts';
import {c44GuardOverrun} from './c44-guard-overrun.ts';
import {c50MmapLockUnderArenaLock} from './c50-mmap-lock-under-arena-lock.ts';
import {c50ZapUnderMmapLock} from './c50-zap-under-mmap-lock.ts';
import {c50ZapWithoutMmapLock} from './c50-zap-without-mmap-lock.ts';
import {c51LockFailureInUserFault} from './c51-lock-failure-in-user-fault.ts';
import {c51RetryWithLockHeld} from './c51-retry-with-lock-held.ts';
import {c52ZapBeforeMap} from './c52-zap-before-map.ts';
import {c53RangeLostInFree} from './c53-range-lost-in-free.ts';
import {c54FailedWorkerComesAgain} from './c54-failed-worker-comes-again.ts';
import {c54WorkRequeuedAtTeardown} from './c54-work-requeued-at-teardown.ts';
import {c55AllocationFailsUnderLock} from './c55-allocation-fails-under-lock.ts';
import {c55PagesCounted} from './c55-pages-counted.ts';
import {portScenarios} from './port.ts';
import type {Scenario} from './scenario.ts';

export const scenarios: readonly Scenario[] = [
	c1FaultUnderOwnLock,
	c2OwnLockRefused,
	c2TrylockUnderForeignLock,
	c2TrylockUnderOwnLock,
	c3LockKeptByAnother,
	c3RulePlainWriterLoses,
	c3RulePlainWriter,
	c3RuleTableFreed,
	c3RuleTableKept,
	c3RuleUserProtection,
	c3RuleUserReference,
	c3RuleUserTable,
	c3StoreWithoutCompare,
	c3TwoFaultsOnePage,
	c4ReachOfRecovery,
	c4TableMissing,
	c5ScratchBetweenCheckAndStore,
	c6NeighbourSpeculates,
	c6StrayStaysAlone,
	c6TwoProgramsOneArena,
	c7LiveEntryRepointed,
	c8AllocationMeetsScratch,
	c9CallerCannotSleep,
	c9FirstHoleScratched,
	c9ScratchedPageRefused,
	c10ClearAgainstFault,
	c10ClearAgainstSet,
	c10InstallWithoutLock,
	c10TwoClearsWithoutLock,
	c11FreeOfScratchedPages,
	c12DestroyFreesWhatItFinds,
	c12DestroyWithScratch,
	c13ClearAfterRead,
	c13ClearWithoutLock,
	c13SetWithoutLock,
	c14ScratchComesBack,
	c15FewTouchesGetThrough,
	c15OneTouch,
	c15PeerEvictedUntilDone,
	c15PeerGetsThroughUntilDone,
	c15PeerTouchesUntilDone,
	c16RaceLost,
	c16WinnerCleared,
	c17UserAfterAllocation,
	c17UserMeetsScratch,
	c17UserShutOut,
	c18LookupWithoutLock,
	c18TwoUserFaults,
	c18UserFaultAgainstFree,
	c20ZeroIsNone,
	...portScenarios,
	c21LateBitsBornClear,
	c21LateBitsBornSet,
	c21StrayBitsAllocation,
	c21StrayBitsRecovery,
	c22StubRecovery,
	c23HandledMeansMapped,
	c24ScratchWithoutFlush,
	c25EarlierMiss,
	c25KfuncAfterAllocation,
	c25StoreAfterAllocation,
	c30ScratchBrokenBeforePage,
	c31FlushInAllocation,
	c31FlushInterruptsOff,
	c32OtherCpu,
	c32SameCpu,
	c32SearchGoesOn,
	c32TwoPagesAlias,
	c32UserDoesNotSee,
	c33FreedPageOutOfReach,
	c33UserMappingGone,
	c34DeferredAndDirect,
	c34DeferredWorker,
	c34FirstStoreLost,
	c34LockTimeout,
	c34NoLockNoMemory,
	c34RangeReturnedBeforeFlush,
	c34SameCpuAgain,
	c34ThreeCpus,
	c34UserFaultsWhileBusy,
	c34UserMapping,
	c35AllocatedAgain,
	c35ScratchBeforeFlush,
	c36DeferredPageUsable,
	c40BpfAccessAfterScratch,
	c41BelowArena,
	c41UpperGuard,
	c42InnermostProgram,
	c42NestedProgram,
	c42NoProgram,
	c43ExceptionTableFirst,
	c43WriteToReadOnly,
	c44GuardOverrun,
	c50MmapLockUnderArenaLock,
	c50ZapUnderMmapLock,
	c50ZapWithoutMmapLock,
	c51LockFailureInUserFault,
	c51RetryWithLockHeld,
	c52ZapBeforeMap,
	c53RangeLostInFree,
	c54FailedWorkerComesAgain,
	c54WorkRequeuedAtTeardown,
	c55AllocationFailsUnderLock,
	c55PagesCounted,
];
