#if canImport(Darwin)
    import Darwin

    extension CommandProcesses {
        /// Only the group can be told here: the environment of another process can't be read. It can be the command's
        /// when its founder, the supervisor, is held to live, or is gone while members are left.
        func take(_ scope: Scope) throws -> Look {
            let runs = kill(-group.identifier, 0) == 0
            let ownsGroup = try presence.isHeld() || runs && kill(group.identifier, 0) != 0
            let isMeant = scope == .everything && ownsGroup
            return Look(signalsGroup: isMeant, groupRuns: isMeant && runs, others: [])
        }
    }
#endif
