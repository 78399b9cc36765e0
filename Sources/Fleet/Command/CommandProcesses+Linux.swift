#if os(Linux)
    import Foundation

    extension CommandProcesses {
        /// Throws ``SystemCallError``.
        func take(_ scope: Scope) throws -> Look {
            let table = ProcessTable.now()
            let marked = Set(table.entries.lazy.map(\.process).filter(isMarked))
            let keepers = Set(
                table.entries.lazy.filter { isOurs($0) }.map(\.process)
                    .filter { ProcessTable.isMarked($0, DurableCommand.keeperMark, directory) })
            let known = marked.union(keepers)
            let ownsGroup =
                try group != nil
                && (presence.isHeld() || table.entries.contains { isOurs($0) && known.contains($0.process) })
            var all = table.families { marked.contains($0.process) || ownsGroup && isOurs($0) }
            all.remove(getpid())
            // The first process is the system's own; some have no environment.
            let unnamed = all.isEmpty ? table.entries.filter { !$0.isKernel && $0.process != 1 }.map(\.process) : []
            let undecided = Set(unnamed.filter(ProcessTable.hasNoEnvironment))
            let members = Set(table.entries.lazy.filter { $0.group == group?.identifier }.map(\.process))
            switch scope {
            case .everything:
                let inGroup = ownsGroup ? members : []
                return Look(
                    signalsGroup: ownsGroup, groupRuns: !all.isDisjoint(with: inGroup),
                    others: all.subtracting(inGroup), undecided: undecided)
            case .leftovers:
                return Look(
                    signalsGroup: false, groupRuns: false, others: all.subtracting(keepers), undecided: undecided)
            }
        }

        private func isOurs(_ entry: ProcessTable.Entry) -> Bool {
            entry.group == group?.identifier || entry.session == group?.identifier
        }

        private func isMarked(_ process: pid_t) -> Bool {
            ProcessTable.isMarked(process, DurableCommand.mark, directory)
        }
    }
#endif
