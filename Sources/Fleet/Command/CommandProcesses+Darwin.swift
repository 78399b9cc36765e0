#if canImport(Darwin)
    import Darwin

    extension CommandProcesses {
        /// Only the group can be told here: the environment of another process can't be read. It can be the command's
        /// when its founder, the supervisor, is held to live, or is gone while members are left.
        ///
        /// Without a group nothing can be found.
        func take(_ scope: Scope) throws -> Look {
            guard let group else { return Look(signalsGroup: false, groupRuns: false, others: []) }
            let runs = kill(-group.identifier, 0) == 0
            let ownsGroup = try presence.isHeld() || runs && kill(group.identifier, 0) != 0
            let isMeant = scope == .everything && ownsGroup
            return Look(signalsGroup: isMeant, groupRuns: isMeant && runs, others: [])
        }
    }
#endif
