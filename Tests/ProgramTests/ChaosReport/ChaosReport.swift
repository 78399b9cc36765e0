import Testing

/// The faults that were once provoked in the real program, each of which hung, harmed users, or was not told: provoked
/// again, with real processes.
///
/// 1. A full disk, and whatever else a run stands on and that goes away: ``TroubleDiskTests``,
///    ``TroubleReadOnlyTests``, ``TroubleTests``.
/// 2. Stable's instances die, alone or with everything else: ``DeadStableTests``.
/// 3. Escape sequences of a commit: ``PlainTextTests``.
/// 4. A clock that is set in the middle of a bake: ``ClockJumpTests``.
/// 5. A cancelled step's process in a group or session of its own: ``EscapedStepTests``.
/// 6. Requests that last longer than `stop-within`: ``LongRequestTests``.
/// 7. A journal with damage, and an older copy of it: ``DamagedJournalTests``, ``OldCopyTests``.
/// 8. A failed step that doesn't say why, and output without an end: ``StepOutputTests``.
/// 9. A terminal that is closed: ``ClosedTerminalTests``.
/// 10. Orders without an executor or a state directory, and a crash that asks on the terminal: ``NoExecutorTests``,
///     ``ExitCodeTests``, ``CrashPromptTests``.
///
/// Faults at random moments are in ``RandomChaosTests``.
@Suite enum ChaosReport {}
